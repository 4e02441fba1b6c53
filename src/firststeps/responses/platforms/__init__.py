"""Which survey platform wrote a file, and what that makes of its rows and columns: written as lines of study.yaml."""
