# Makes waves.csv: Rscript waves.R > waves.csv (R 4.2.2, coin 1.4-2, geepack 1.3.9, survival 3.5-3; Debian 12).
# Each row: program, case, what, value; program "people" gives the case itself: how many gave each pattern of answers
# (1 yes, 0 no, . missing at each wave).
suppressMessages({library(coin); library(geepack); library(survival)})
rows <- list()
put <- function(program, case, what, value) rows[[length(rows) + 1]] <<- data.frame(program, case, what, value = sprintf("%.12g", value))

# Covariances with the residuals divided by (I - leverage)^power: 1/2 is Kauermann & Carroll (2001), 1 Mancl & DeRouen
# (2001), 0 Liang & Zeger (1986). From the coefficients and the correlation of geeglm, by the definition.
sandwich <- function(fit, data, alpha, power) {
  people <- lapply(split(data, data$id), function(d) {
    x <- model.matrix(~wave, d); p <- as.vector(plogis(x %*% coef(fit)))
    s <- sqrt(p * (1 - p)); r <- matrix(alpha, length(p), length(p)); diag(r) <- 1
    list(slope = p * (1 - p) * x, inverse = solve(s * t(s * r)), e = d$y - p)
  })
  bread <- solve(Reduce(`+`, lapply(people, function(d) t(d$slope) %*% d$inverse %*% d$slope)))
  score <- sapply(people, function(d) {
    parts <- eigen(diag(length(d$e)) - d$slope %*% bread %*% t(d$slope) %*% d$inverse)
    corrected <- parts$vectors %*% (solve(parts$vectors, d$e) / parts$values^power)
    Re(t(d$slope) %*% d$inverse %*% corrected)
  })
  bread %*% score %*% t(score) %*% bread
}

cases <- list(
  course = list(waves = 4, patterns = c("1111", "0111", "0011", "0001", "1000", "0101", "0000", "1101", "1011"),
                people = c(5, 4, 3, 2, 1, 2, 4, 3, 2)),
  three = list(waves = 3, patterns = c("111", "100", "010", "110", "011", "000", "101"),
               people = c(6, 9, 2, 5, 1, 11, 4)),
  missed = list(waves = 3, patterns = c("111", "01.", "10.", "0.1", ".10", "001", "..1", "010", "110", "1.0", ".0."),
                people = c(4, 6, 3, 7, 5, 6, 2, 3, 4, 2, 3))
)
for (name in names(cases)) {
  case <- cases[[name]]
  for (k in seq_along(case$people)) put("people", name, case$patterns[k], case$people[k])
  answers <- do.call(rbind, lapply(strsplit(chartr(".", "9", rep(case$patterns, case$people)), ""), as.integer))
  answers[answers == 9] <- NA
  long <- data.frame(id = rep(seq_len(nrow(answers)), each = case$waves), y = as.vector(t(answers)),
                     wave = factor(rep(seq_len(case$waves), nrow(answers))))
  if (!anyNA(answers)) {
    q <- friedman.test(answers)
    put("friedman.test", name, "Q", q$statistic); put("friedman.test", name, "p", q$p.value)
    mh <- mantelhaen.test(table(long$wave, long$y, long$id))
    put("mantelhaen.test", name, "Q", mh$statistic)
  }
  for (structure in c("independence", "exchangeable")) {
    fit <- geeglm(y ~ wave, id = id, data = na.omit(long), family = binomial, corstr = structure)
    co <- summary(fit)$coefficients
    put(paste("geeglm", structure), name, "log odds 1", co[1, 1])
    put(paste("geeglm", structure), name, "robust standard error 1", co[1, 2])
    alpha <- if (structure == "exchangeable") summary(fit)$corr[1, 1] else 0
    for (kind in c("Liang-Zeger", "Kauermann-Carroll", "Mancl-DeRouen")) {
      power <- c(`Liang-Zeger` = 0, `Kauermann-Carroll` = 0.5, `Mancl-DeRouen` = 1)[[kind]]
      errors <- sqrt(diag(sandwich(fit, na.omit(long), alpha, power)))
      for (k in 1:case$waves) put(paste("sandwich", structure), name, paste(kind, k), errors[k])
    }
    for (k in 2:case$waves) {
      put(paste("geeglm", structure), name, paste("log odds ratio", k), co[k, 1])
      put(paste("geeglm", structure), name, paste("robust standard error", k), co[k, 2])
    }
  }
  fit <- clogit(y ~ wave + strata(id), data = long, method = "exact")
  co <- summary(fit)$coefficients
  for (k in 2:case$waves) {
    put("clogit", name, paste("log odds ratio", k), co[k - 1, "coef"])
    put("clogit", name, paste("standard error", k), co[k - 1, "se(coef)"])
  }
  put("clogit", name, "likelihood ratio", summary(fit)$logtest["test"])
}

squares <- list(vision = matrix(c(1520, 266, 124, 66, 234, 1512, 432, 78, 117, 362, 1772, 205, 36, 82, 179, 492), 4, byrow = TRUE),
                small = matrix(c(20, 10, 5, 3, 30, 15, 0, 5, 40), 3, byrow = TRUE))
for (name in names(squares)) {
  table <- as.table(squares[[name]])
  sm <- mh_test(table)
  put("coin mh_test", name, "Stuart-Maxwell", statistic(sm)); put("coin mh_test", name, "p", pvalue(sm))
  bw <- mcnemar.test(squares[[name]])
  put("mcnemar.test", name, "Bowker", bw$statistic); put("mcnemar.test", name, "df", bw$parameter)
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE)
