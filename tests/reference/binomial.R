# Makes binomial.csv: Rscript binomial.R > binomial.csv (R 4.2.2, package stats).
# Columns: what, x, m, parameter, alternative, low, high. For "wilson-cc": limits of x / m at a level, by prop.test with
# its continuity correction (left out where x = m / 2: there prop.test makes none). For "p": the p-value (in low) of
# binom.test against pi = odds ratio / (1 + odds ratio); the two-sided test of R orders by probability and is left out.
cat("what,x,m,parameter,alternative,low,high\n")
row <- function(what, x, m, parameter, alternative, low, high)
  cat(sprintf("%s,%d,%d,%.10g,%s,%.15g,%.15g\n", what, x, m, parameter, alternative, low, high))
for (case in list(c(0, 1), c(1, 1), c(1, 3), c(0, 8), c(8, 21), c(7, 8), c(20, 41), c(86, 236), c(1, 500))) {
  for (level in c(0.5, 0.9, 0.95)) {
    limits <- suppressWarnings(prop.test(case[1], case[2], conf.level = level, correct = TRUE))$conf.int
    row("wilson-cc", case[1], case[2], level, "two-sided", limits[1], limits[2])
  }
  for (odds in c(0.25, 1, 1.5, 8)) for (alternative in c("greater", "less")) {
    p <- binom.test(case[1], case[2], odds / (1 + odds), alternative = alternative)$p.value
    row("p", case[1], case[2], odds, alternative, p, NA)
  }
}
