"""Print the field ids to keep out of training: python heldout.py DATA > heldout.txt (prepare.py writes them beside a corpus of yours)"""
import sys

import manifest

print("\n".join(manifest.choose_held_out(manifest.rows(sys.argv[1]))))
