"""``python -m palimpsest_train`` is ``palimpsest-train``, also where the package is not installed."""
from palimpsest_train.cli import main

if __name__ == "__main__":
    main()
