# Makes ordered.csv: Rscript ordered.R > ordered.csv (R 4.2.2, coin 1.4-2; Debian 12).
# Each row: program, case, what, value. The cases are given by their before-after answers in rows of program "people":
# what is "before after", value the number of people.
suppressMessages(library(coin))
rows <- list()
put <- function(program, case, what, value) rows[[length(rows) + 1]] <<- data.frame(program, case, what, value = sprintf("%.12g", value))

cases <- list(
  depression = list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
                    c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)),
  confidence = list(c(2, 1, 2, 2, 2, 4, 3, 4, 3, 3, 2, 3, 2, 2, 2, 3, 3, 2, 3),
                    c(3, 3, 3, 5, 3, 2, 3, 3, 3, 4, 4, 4, 5, 4, 4, 3, 3, 3, 4)),
  ties = list(c(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 2, 3), c(2, 3, 2, 4, 3, 5, 3, 4, 1, 5, 5, 4))
)
set.seed(13)
cases$many <- list(sample(1:5, 60, TRUE), sample(1:5, 60, TRUE, c(1, 1, 2, 3, 2)))
for (name in names(cases)) {
  x <- cases[[name]][[1]]; y <- cases[[name]][[2]]
  both <- table(paste(x, y))
  for (pair in names(both)) put("people", name, pair, both[[pair]])
  for (zero in c("Wilcoxon", "Pratt")) for (side in c("two.sided", "greater", "less")) {
    put("coin wilcoxsign_test", name, paste(zero, "exact", side),
        pvalue(wilcoxsign_test(y ~ x, distribution = "exact", zero.method = zero, alternative = side)))
  }
  for (zero in c("Wilcoxon", "Pratt")) {
    put("coin wilcoxsign_test", name, paste(zero, "asymptotic two.sided"), pvalue(wilcoxsign_test(y ~ x, zero.method = zero)))
  }
  test <- coin::sign_test(y ~ x, distribution = "exact")
  put("coin sign_test", name, "exact two.sided", pvalue(test))
  n <- length(x)
  long <- data.frame(answer = c(x, y), wave = factor(rep(1:2, each = n)), person = factor(rep(1:n, 2)))
  put("coin symmetry_test", name, "exact two.sided", pvalue(symmetry_test(answer ~ wave | person, data = long, distribution = "exact")))
}
depression <- cases$depression
test <- wilcox.test(depression[[2]], depression[[1]], paired = TRUE, conf.int = TRUE)
put("wilcox.test", "depression", "estimate", test$estimate)
put("wilcox.test", "depression", "low", test$conf.int[1]); put("wilcox.test", "depression", "high", test$conf.int[2])
test <- wilcox.test(depression[[2]], depression[[1]], paired = TRUE, conf.int = TRUE, conf.level = 0.9)
put("wilcox.test", "depression", "low 0.9", test$conf.int[1]); put("wilcox.test", "depression", "high 0.9", test$conf.int[2])

# Two groups, each by its numbers worse, improved and the same.
groups <- list(courses = list(c(1, 12, 12), c(4, 5, 15)), small = list(c(0, 5, 3), c(3, 1, 6)), apart = list(c(7, 2, 20), c(3, 9, 4)))
for (name in names(groups)) {
  change <- unlist(lapply(groups[[name]], function(g) rep(c(-1, 1, 0), g)))
  group <- factor(rep(1:2, sapply(groups[[name]], sum)))
  for (k in 1:2) for (j in 1:3) put("people", name, paste(k, c("worse", "improved", "same")[j]), groups[[name]][[k]][j])
  put("coin independence_test", name, "exact two.sided", pvalue(independence_test(change ~ group, distribution = "exact")))
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE)
