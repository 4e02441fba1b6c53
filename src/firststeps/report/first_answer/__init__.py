"""The first answer, on one page: who answered, who moved, what the missing could change, what nobody can say."""
