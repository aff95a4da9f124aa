# SystemExit with text goes to stderr and is exit code 1.
raise SystemExit('goodbye')

# expect-error: goodbye
