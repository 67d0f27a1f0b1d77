#!/usr/bin/env python3
"""Times `gyre dataset` on made-up rows, whole processes: wall, CPU and peak memory of each command.

    bench/evaluation/datasets.py PATH-TO-GYRE [ROWS ...]

Rows are 10,000 and 1,000,000 unless said. Everything lies in a temporary folder that is removed at the end."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time


def write_rows(path, count):
    draw = random.Random(1)
    words = ["".join(draw.choice("abcdefghijklmnoprstuvwy") for _ in range(draw.randint(2, 9))) for _ in range(5000)]
    with open(path, "w") as file:
        for i in range(count):
            said = " ".join(draw.choices(words, k=28))
            middle = said.index(" ", 60)
            row = {"id": i, "question": said[:middle], "answer": said[middle + 1:], "topic": f"t{i % 50}", "conversation": i // 8}
            file.write(json.dumps(row) + "\n")


def measure(folder, *command):
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    words = " ".join(command[1:])
    print(f"| `{words}` | {wall:.1f} s | {usage.ru_utime + usage.ru_stime:.1f} s | {usage.ru_maxrss / 1024:.0f} MiB |", flush=True)
    if status:
        sys.exit(f"{words} failed")


def main():
    gyre = os.path.abspath(sys.argv[1])
    for count in [int(n) for n in sys.argv[2:]] or [10_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "gyre.yaml"), "w") as file:
                file.write("name: bench\n")
            write_rows(os.path.join(folder, "rows.jsonl"), count)
            print(f"\n{count:,} rows, {os.path.getsize(os.path.join(folder, 'rows.jsonl')) / 1e6:.0f} MB\n\n| command | wall | CPU | peak memory |\n| --- | --- | --- | --- |")
            for command in (
                "create d --file rows.jsonl",
                "show d",
                "split d --by 80/20 --group conversation",
                "sample d --count 1000",
                "export d --to d.csv",
                "create k --file rows.jsonl --key id",
                "dedupe d --into c",
                "diff d c",
                "split d --by 80/20 --stratify topic --into a b",
            ) + (("dedupe d --by near --columns question answer --into n",) if count <= 100_000 else ()):
                measure(folder, gyre, "dataset", *command.split())


main()
