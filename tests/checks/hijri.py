"""The printed Umm al-Qura calendar, 1343 to 1500 AH, by the package hijridate from PyPI.

The package's table is made from the calendars that were printed and from those of the
King Abdulaziz City for Science and Technology; ICU's table (tests/tables/hijri.txt) is
the printed calendar from 1420 to 1450 only, and begins many months of other years a day
later.

  python3 tests/checks/hijri.py           checks the program's table, and tells how
                                          far ICU's is from it
  python3 tests/checks/hijri.py --write   makes the program's table and the table
                                          of its test anew

Not part of tests/run.
"""

import collections
import datetime
import pathlib
import sys

from hijridate import Hijri, ummalqura

ROOT = pathlib.Path(__file__).parent.parent.parent
ICU = ROOT / "tests/tables/hijri.txt"
PRINTED = ROOT / "tests/tables/umm-al-qura.txt"
PROGRAM = ROOT / "src/locale/umm_al_qura.rs"
YEARS = range(ummalqura.HIJRI_RANGE[0][0], ummalqura.HIJRI_RANGE[1][0] + 1)

PRINTED_HEAD = """\
# تقويم أم القرى كما طُبع: السنة الهجرية، ثم أول أيامها بالتاريخ الميلادي، ثم عدد أيام كل شهر من أشهرها.
# The Umm al-Qura calendar as it was printed: the Hijri year, its first day in the Gregorian calendar, and
# the length of each of its twelve months.
# Made by: python3 tests/checks/hijri.py --write
"""

PROGRAM_HEAD = """\
//! The Umm al-Qura calendar as it was printed: how many days each month has. Data, nothing else.
//!
//! Made by `python3 tests/checks/hijri.py --write` from the table of the Python package hijridate, which
//! was compared with the printed calendars and with those of the King Abdulaziz City for Science and
//! Technology. ICU's table is another: it is the printed calendar from 1420 to 1450 only. The oldest years
//! have months of 28 and 31 days, since they were printed so.

/// The first year.
pub(super) const FIRST_YEAR: i16 = %d;

/// The first day of the first year in the Gregorian calendar: year, month and day.
pub(super) const FIRST_DAY: (i16, i8, i8) = (%d, %d, %d);

/// The lengths of the months of each year.
#[rustfmt::skip]
pub(super) const LENGTHS: [[u8; 12]; %d] = [
"""


def printed():
    """Each year of hijridate with its first day and the lengths of its months."""
    for year in YEARS:
        first = datetime.date(*Hijri(year, 1, 1).to_gregorian().datetuple())
        yield year, first, [Hijri(year, month, 1).month_length() for month in range(1, 13)]


def rust():
    years = list(printed())
    year, first, _ = years[0]
    head = PROGRAM_HEAD % (year, first.year, first.month, first.day, len(years))
    lines = (f"    [{', '.join(map(str, lengths))}], // {year}\n" for year, _, lengths in years)
    return head + "".join(lines) + "];\n"


def table():
    lines = (" ".join([str(year), first.isoformat(), *map(str, lengths)]) for year, first, lengths in printed())
    return PRINTED_HEAD + "\n".join(lines) + "\n"


def months(text):
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        year, first, *lengths = line.split()
        first = datetime.date.fromisoformat(first)
        for month, length in enumerate(map(int, lengths), start=1):
            yield (int(year), month), first
            first += datetime.timedelta(days=length)


def main():
    if sys.argv[1:] == ["--write"]:
        PRINTED.write_text(table(), encoding="utf-8")
        PROGRAM.write_text(rust(), encoding="utf-8")
        return 0
    faults = 0
    for path, text in ((PRINTED, table()), (PROGRAM, rust())):
        if path.read_text(encoding="utf-8") != text:
            faults += 1
            print(f"{path.relative_to(ROOT)} is not what hijridate gives")
    icu = dict(months(ICU.read_text(encoding="utf-8")))
    later = collections.defaultdict(collections.Counter)
    count = 0
    for (year, month), first in months(table()):
        later[year // 10 * 10][(icu[year, month] - first).days] += 1
        count += 1
    for decade, counts in sorted(later.items()):
        told = ", ".join(f"{n} months {days:+d}" for days, n in sorted(counts.items()))
        print(f"{decade}s AH, days that ICU is later: {told}")
    print(f"hijri: {count} months of {YEARS.start} to {YEARS.stop - 1}, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
