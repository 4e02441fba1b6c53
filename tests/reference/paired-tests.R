# Values of R's own tests for tests/paired/two_waves/test_mcnemar.py; run with: Rscript tests/reference/paired-tests.R
# R 4.2.2, mcnemar.test and binom.test of package stats; rows first measurement, columns second, yes before no.
tables <- list(
  c(794, 150, 86, 570), # approval ratings of the prime minister: Agresti, Categorical Data Analysis
  c(1, 1, 7, 12),       # airway hyper-responsiveness: Bentur et al. (2009)
  c(59, 6, 16, 80),     # complete response: Cavo et al. (2012)
  c(10, 3, 17, 4),
  c(5, 9, 0, 2)
)
cat("a,b,c,d,method,alternative,statistic,pvalue\n")
row <- function(x, method, alternative, statistic, p)
  cat(sprintf("%d,%d,%d,%d,%s,%s,%.15g,%.15g\n", x[1], x[2], x[3], x[4], method, alternative, statistic, p))
for (x in tables) {
  m <- matrix(x, 2, byrow = TRUE)
  for (correct in c(FALSE, TRUE)) {
    r <- mcnemar.test(m, correct = correct)
    row(x, if (correct) "continuity" else "asymptotic", "two-sided", r$statistic, r$p.value)
  }
  for (alternative in c("two.sided", "greater", "less")) {
    r <- binom.test(x[3], x[2] + x[3], alternative = alternative)
    statistic <- if (alternative == "two.sided") min(x[2], x[3]) else x[3]
    row(x, "exact", sub(".", "-", alternative, fixed = TRUE), statistic, r$p.value)
  }
}
