# The default theme's labels in English.

skip-to-content = Skip to content
main-navigation = Main navigation
home = Home
archive = Archive
archive-of-year = Archive of { $year }
sections = Sections
section = Section
tags = Tags
tagged = Articles tagged
authors = Authors
by = By
published = Published
updated = Updated
source = Source
credit = Photo
corrections = Corrections
correction = Correction
updates = Update history
series = Part of
previous-article = Previous article
next-article = Next article
article-navigation = Neighbouring articles
older = Older
newer = Newer
older-or-newer = Pages of this list
page-number = Page { $number }
latest = Latest articles
previous-period = Previous
next-period = Next
period-navigation = Neighbouring periods
breadcrumb = Breadcrumb
articles = { $count ->
    [one] 1 article
   *[other] { $shown } articles
  }
months = Months
days = Days
years = Years
calendar-of = Days of { $month }
feed = Feed
subscribe = Subscribe to the feed
footnotes = Notes
back-to-text = Back to the text
note = Note
tip = Tip
important = Important
warning = Warning
caution = Caution
link-to-section = Link to this heading
table = Table
done = Done
not-done = Not done
not-found-title = Page not found
not-found-text = There is no page at this address. It may have moved, or the address may be misspelt.
go-home = Go to the home page
go-archive = Browse the archive
moved-title = This page has moved
moved-text = This page is now at another address:
removed-title = This article has been removed
removed-text = An article was published at this address and was later removed. The address is kept so that links to it do not break.
removed-on = Removed on
removed-reason = Reason
made-with = Made with Warraq
language-name = English
languages = Languages
this-page-in = This page in { $language }
also-in-language = Also in { $language }
calendars = Calendars
gregorian-archive = Gregorian archive
hijri-archive = Hijri archive
hijri-year = Hijri year { $year }
alphabet-index = Alphabetical index
other-letters = Other
go-language-home = Home page in { $language }
archive-notice = This article was published on { $date }; things may have changed since.
reading-time = { $count ->
    [one] 1 minute to read
   *[other] { $shown } minutes to read
  }
word-count = { $count ->
    [one] 1 word
   *[other] { $shown } words
  }
reader-tools = Reader’s tools
share-by-mail = Share by mail
copy-link = Copy link
link-copied = Link copied
smaller-text = Smaller text
larger-text = Larger text

# Browsing the archive.
browse-more = More ways to browse
heat-key = The stronger the colour of a day, the more articles it has.
on-this-day = On this day
on-day = { $day } in all years
all-series = Series
series-part = Part { $number } of { $total }
series-part-open = Part { $number }
series-closed = Complete
previous-part = Previous part
next-part = Next part
related = Earlier coverage
articles-over-time = Articles over time
articles-between = Articles from { $from } to { $to }
chart-numbers = The chart in numbers
period = Period
number-of-articles = Articles
first-article = First article
latest-article = Latest article
together = Often together with
all-corrections = All corrections
parts = { $count ->
    [one] 1 part
   *[other] { $shown } parts
  }
corrections-count = { $count ->
    [one] 1 correction
   *[other] { $shown } corrections
  }
more-articles = { $count ->
    [one] 1 more article
   *[other] { $shown } more articles
  }
cite = Cite this article
cite-work = “{ $title }”. { $newspaper }, { $date }.
