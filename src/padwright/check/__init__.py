"""What was built, held against the rules: findings, never exceptions."""
