"""`python -m audit` is `assay`."""

from audit.cli import main

main()
