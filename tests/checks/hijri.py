"""tests/tables/hijri.txt, which is ICU's table of the Umm al-Qura calendar, against
hijridate, whose table is made from the calendars that were printed and from
those of the King Abdulaziz City for Science and Technology.

The two must be one on every day of 1420 to 1450 AH (April 1999 to May 2029). In
other years ICU's table is a computation that begins many months a day later,
some of the oldest ones two days later or a day sooner; that is told, and a fault
only beyond it. Needs the package hijridate from PyPI; not part of tests/run.
"""

import collections
import datetime
import pathlib
import sys

from hijridate import Hijri, ummalqura

TABLE = pathlib.Path(__file__).parent.parent / "tables" / "hijri.txt"
SURE = range(1420, 1451)
FARTHEST = range(-1, 3)


def icu_months():
    """Each month of ICU's table with its first day and its length."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        year, first, *lengths = line.split()
        first = datetime.date.fromisoformat(first)
        for month, length in enumerate(map(int, lengths), start=1):
            yield int(year), month, first, length
            first += datetime.timedelta(days=length)


def main():
    first_year, last_year = (bound[0] for bound in ummalqura.HIJRI_RANGE)
    later = collections.defaultdict(collections.Counter)
    faults = days = 0
    for year, month, first, length in icu_months():
        if not first_year <= year <= last_year:
            continue
        theirs = Hijri(year, month, 1)
        difference = (first - datetime.date(*theirs.to_gregorian().datetuple())).days
        later[year // 10 * 10][difference] += 1
        if year in SURE:
            days += length
            if (difference, length) != (0, theirs.month_length()):
                faults += 1
                print(f"{year}-{month}: {first}, {length} days; hijridate: {theirs.to_gregorian()}")
        elif difference not in FARTHEST:
            faults += 1
            print(f"{year}-{month}: {difference} days apart")
    for decade, counts in sorted(later.items()):
        told = ", ".join(f"{count} months {days:+d}" for days, count in sorted(counts.items()))
        print(f"{decade}s AH, days ICU is later: {told}")
    print(f"hijri: {days} days of {SURE.start} to {SURE.stop - 1} compared, {faults} faults")
    return 1 if faults or not days else 0


sys.exit(main())
