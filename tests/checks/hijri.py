"""tests/tables/hijri.txt against hijridate, whose Umm al-Qura table has another
origin than ICU's: the months of 1343 to 1500 AH, each by its first day and its
length. Needs the package hijridate from PyPI; not part of tests/run.
"""

import datetime
import pathlib
import sys

from hijridate import Hijri, ummalqura

TABLE = pathlib.Path(__file__).parent.parent / "tables" / "hijri.txt"


def main():
    first_year, last_year = (bound[0] for bound in ummalqura.HIJRI_RANGE)
    faults = months = days = 0
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        year, first, *lengths = line.split()
        first = datetime.date.fromisoformat(first)
        for month, length in enumerate(map(int, lengths), start=1):
            if first_year <= int(year) <= last_year:
                hijri = Hijri(int(year), month, 1)
                theirs = (hijri.to_gregorian(), hijri.month_length())
                if (first, length) != (datetime.date(*theirs[0].datetuple()), theirs[1]):
                    faults += 1
                    print(f"{year}-{month}: {first}, {length} days; hijridate: {theirs[0]}, {theirs[1]} days")
                months += 1
                days += length
            first += datetime.timedelta(days=length)
    print(f"hijri: {months} months, {days} days of {first_year} to {last_year}, {faults} faults")
    return 1 if faults or not months else 0


sys.exit(main())
