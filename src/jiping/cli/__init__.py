"""The command line: arguments, files, progress, output, exit codes; no arithmetic and no rule."""
