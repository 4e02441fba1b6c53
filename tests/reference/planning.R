# Makes planning.csv: Rscript planning.R > planning.csv (R 4.2.2, package stats).
# Power by the plainest sum: every table of n people, its p-value by mcnemar.test or binom.test, its probability by
# dmultinom. Columns: method, n, difference, discordance, power; p <= 0.05, two-sided.
pvalue <- list(
  asymptotic = function(b, c) mcnemar.test(matrix(c(1, b, c, 1), 2, byrow = TRUE), correct = FALSE)$p.value,
  continuity = function(b, c) mcnemar.test(matrix(c(1, b, c, 1), 2, byrow = TRUE), correct = TRUE)$p.value,
  exact = function(b, c) binom.test(b, b + c)$p.value,
  `mid-p` = function(b, c) binom.test(b, b + c)$p.value - dbinom(b, b + c, 0.5)
)
rows <- list()
for (n in c(9, 26)) for (design in list(c(0, 0.4), c(0.2, 0.3), c(-0.35, 0.5), c(0.5, 0.9))) for (method in names(pvalue)) {
  cells <- c((design[2] - design[1]) / 2, (design[2] + design[1]) / 2, 1 - design[2])
  power <- 0
  for (b in 0:n) for (c in 0:(n - b)) if (b != c && pvalue[[method]](b, c) <= 0.05)
    power <- power + dmultinom(c(b, c, n - b - c), prob = cells)
  rows[[length(rows) + 1]] <- data.frame(method, n, difference = design[1], discordance = design[2],
                                         power = sprintf("%.12g", power))
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE)
