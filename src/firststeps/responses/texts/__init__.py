"""What single texts mean: answers, dates, words, personal details."""
