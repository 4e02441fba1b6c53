# Makes missing.csv: Rscript missing.R > missing.csv (R 4.2.2, mice 3.15.0; Debian 12).
# Maximum likelihood from incomplete answers as a Poisson model of all counts, complete and incomplete, with the identity
# link (Lipsitz, Parzen & Molenberghs 1998, as told by M. Friendly): no EM. Each row: case, what, value; "people" gives
# the case itself: how many gave each pattern of answers (1 yes, 0 no, . missing at each wave).
suppressMessages(library(mice))
rows <- list()
put <- function(case, what, value) rows[[length(rows) + 1]] <<- data.frame(case, what, value = sprintf("%.10g", value))

cases <- list(
  margins = c("11" = 100, "10" = 50, "01" = 75, "00" = 75, "1." = 30, "0." = 60, ".1" = 28, ".0" = 60),
  few = c("11" = 7, "10" = 5, "01" = 6, "00" = 2, "1." = 6, "0." = 2, ".1" = 3, ".0" = 1),
  three = c("111" = 9, "110" = 4, "101" = 5, "100" = 6, "011" = 3, "010" = 2, "001" = 4, "000" = 8,
            "11." = 5, "10." = 3, "01." = 4, "00." = 2, "1.." = 6, "0.." = 3, ".11" = 2, "1.0" = 3)
)

# The patterns that nobody gave belong to the Poisson model as well, for each kind of incompleteness that occurred.
with_zeros <- function(people) {
  answers <- do.call(expand.grid, rep(list(c("1", "0", ".")), nchar(names(people)[1])))
  every <- apply(answers, 1, paste, collapse = "")
  kind <- function(q) gsub("[01]", "x", q)
  every <- every[kind(every) %in% kind(names(people))]
  setNames(ifelse(every %in% names(people), people[every], 0), every)
}
# Log-likelihood of the multinomial of each kind of incompleteness, at probabilities p of the complete patterns.
parts <- function(people) {
  complete <- do.call(expand.grid, rep(list(c("1", "0")), nchar(names(people)[1])))
  seen <- strsplit(names(people), "")
  agree <- t(sapply(seen, function(s) apply(complete, 1, function(f) all(s == "." | s == f))))
  kind <- sapply(seen, function(s) paste(s == ".", collapse = ""))
  list(complete = apply(complete, 1, paste, collapse = ""), agree = agree * 1, total = ave(people, kind, FUN = sum))
}
gain <- function(q) (substr(q, 1, 1) == "0" & substr(q, nchar(q), nchar(q)) == "1") -
  (substr(q, 1, 1) == "1" & substr(q, nchar(q), nchar(q)) == "0")

# p = start + basis %*% free: the sum is 1 and, if given, the change from the first to the last wave is held.
fit <- function(people, change = NULL) {
  x <- parts(people); k <- length(x$complete)
  held <- rbind(rep(1, k), if (!is.null(change)) gain(x$complete))
  goal <- c(1, change)
  start <- rep(1 / k, k) + t(held) %*% solve(held %*% t(held), goal - held %*% rep(1 / k, k))
  basis <- qr.Q(qr(t(held)), complete = TRUE)[, -seq_len(nrow(held)), drop = FALSE]
  model <- glm(people ~ 0 + I(x$total * x$agree %*% basis), offset = as.vector(x$total * x$agree %*% start),
               family = poisson(link = "identity"), start = rep(0, ncol(basis)),
               control = glm.control(epsilon = 1e-14, maxit = 200))
  p <- as.vector(start + basis %*% coef(model))
  list(p = setNames(p, x$complete), log_likelihood = sum((people * log(x$agree %*% p))[people > 0]))
}
for (name in names(cases)) {
  people <- cases[[name]]
  for (k in seq_along(people)) put(name, paste("people", names(people)[k]), people[k])
  people <- with_zeros(people)
  free <- fit(people); held <- fit(people, 0)
  for (q in names(free$p)) put(name, paste("probability", q), free$p[q])
  change <- sum(free$p * gain(names(free$p)))
  put(name, "change", change)
  put(name, "likelihood ratio", 2 * (free$log_likelihood - held$log_likelihood))
  above <- function(d) 2 * (free$log_likelihood - fit(people, d)$log_likelihood) - qchisq(0.95, 1)
  put(name, "profile low", uniroot(above, c(change - 0.35, change), tol = 1e-10)$root)
  put(name, "profile high", uniroot(above, c(change, change + 0.35), tol = 1e-10)$root)
}

# Multiple imputation of the same answers by logistic regression, pooled by Rubin's rules; each value has the noise of
# its 500 imputations.
for (name in c("margins", "three")) {
  answers <- as.data.frame(do.call(rbind, strsplit(rep(names(cases[[name]]), cases[[name]]), "")))
  answers[answers == "."] <- NA
  answers[] <- lapply(answers, factor)
  filled <- mice(answers, m = 500, maxit = 10, method = "logreg", printFlag = FALSE, seed = 1)
  change <- sapply(seq_len(500), function(i) {
    x <- sapply(complete(filled, i), function(v) as.numeric(as.character(v)))
    d <- x[, ncol(x)] - x[, 1]
    c(mean(d), var(d) / length(d))
  })
  pooled <- pool.scalar(change[1, ], change[2, ], n = nrow(answers))
  put(name, "imputed change", pooled$qbar); put(name, "imputed standard error", sqrt(pooled$t))
}
write.csv(do.call(rbind, rows), quote = FALSE, row.names = FALSE)
