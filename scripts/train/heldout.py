"""Print the held-out field ids: python heldout.py DATA > heldout.txt"""
import sys

from corpus import choose_held_out

print("\n".join(choose_held_out(sys.argv[1])))
