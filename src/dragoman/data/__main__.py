"""`python -m dragoman.data` renews the list of hashes after a data file was changed on purpose."""

from dragoman.data import FOLDER, SUMS, sums

if __name__ == "__main__":
    (FOLDER / SUMS).write_text(sums(), encoding="utf-8", newline="\n")
    print(f"{FOLDER / SUMS}: {len(sums().splitlines())} files")
