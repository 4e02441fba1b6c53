# Makes waves.csv: Rscript waves.R > waves.csv (R 4.2.2, coin 1.4-2, geepack 1.3.9, survival 3.5-3; Debian 12).
# Each row: program, case, what, value; program "people" gives the case itself: how many gave each pattern of answers
# (1 yes, 0 no, . missing at each wave).
suppressMessages({library(coin); library(geepack); library(survival)})
rows <- list()
put <- function(program, case, what, value) rows[[length(rows) + 1]] <<- data.frame(program, case, what, value = sprintf("%.12g", value))

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
