# The default theme's labels in Central Kurdish.

skip-to-content = بازدان بۆ ناوەڕۆک
main-navigation = ڕێبەری سەرەکی
home = سەرەتا
archive = ئەرشیڤ
archive-of-year = ئەرشیڤی ساڵی { $year }
sections = بەشەکان
section = بەش
tags = تاگەکان
tagged = بابەتەکان بە تاگی
authors = نووسەران
by = نووسینی
published = بڵاوکراوەتەوە لە
updated = نوێکراوەتەوە لە
source = سەرچاوە
credit = وێنە
corrections = ڕاستکردنەوەکان
correction = ڕاستکردنەوە
updates = مێژووی نوێکردنەوەکان
series = لە زنجیرەی
previous-article = بابەتی پێشوو
next-article = بابەتی دواتر
article-navigation = بابەتە هاوسێیەکان
older = کۆنتر
newer = نوێتر
older-or-newer = پەڕەکانی لیستەکە
page-number = پەڕەی { $number }
latest = نوێترین بابەتەکان
previous-period = پێشوو
next-period = دواتر
period-navigation = ماوە هاوسێیەکان
breadcrumb = ڕێڕەوی پەڕە
articles = { $count ->
    [one] یەک بابەت
   *[other] { $shown } بابەت
  }
months = مانگەکان
days = ڕۆژەکان
years = ساڵەکان
calendar-of = ڕۆژەکانی { $month }
feed = فید
subscribe = بەشداربوون لە فید
footnotes = پەراوێزەکان
back-to-text = گەڕانەوە بۆ دەقەکە
note = تێبینی
tip = ئامۆژگاری
important = گرنگ
warning = هۆشداری
caution = وریایی
link-to-section = بەستەری ئەم ناونیشانە
table = خشتە
done = تەواوبوو
not-done = تەواونەبوو
not-found-title = پەڕەکە نەدۆزرایەوە
not-found-text = هیچ پەڕەیەک لەم ناونیشانەدا نییە. لەوانەیە گواسترابێتەوە، یان ناونیشانەکە هەڵە بێت.
go-home = بڕۆ بۆ پەڕەی سەرەتا
go-archive = گەڕان لە ئەرشیڤدا
moved-title = ئەم پەڕەیە گواستراوەتەوە
moved-text = ئەم پەڕەیە ئێستا لە ناونیشانێکی ترە:
removed-title = ئەم بابەتە لابراوە
removed-text = لەم ناونیشانەدا بابەتێک بڵاو کرابووەوە و دواتر لابرا. ناونیشانەکە دەمێنێتەوە بۆ ئەوەی بەستەرەکانی نەپچڕێن.
removed-on = ڕێکەوتی لابردن
removed-reason = هۆکار
made-with = بە وەڕاق دروستکراوە
language-name = کوردی
languages = زمانەکان
this-page-in = ئەم پەڕەیە بە زمانی { $language }
also-in-language = هەروەها بە زمانی { $language }
calendars = ڕۆژژمێرەکان
gregorian-archive = ئەرشیڤی زایینی
hijri-archive = ئەرشیڤی کۆچی
hijri-year = ساڵی { $year }ی کۆچی
alphabet-index = پێڕستی ئەلفوبێ
other-letters = ئەوانی تر
go-language-home = پەڕەی سەرەتا بە زمانی { $language }
archive-notice = ئەم هەواڵە لە { $date } بڵاوکراوەتەوە و لەوانەیە دۆخەکە دوای ئەوە گۆڕابێت.
reading-time = { $count ->
    [one] کاتی خوێندنەوە: یەک خولەک
   *[other] کاتی خوێندنەوە: { $shown } خولەک
  }
word-count = { $count ->
    [one] یەک وشە
   *[other] { $shown } وشە
  }
reader-tools = ئامرازەکانی خوێنەر
share-by-mail = ناردن بە ئیمەیل
copy-link = لەبەرگرتنەوەی بەستەر
link-copied = بەستەر لەبەرگیرایەوە
smaller-text = بچووککردنەوەی دەق
larger-text = گەورەکردنی دەق

# Browsing the archive.
browse-more = ڕێگەی تر بۆ گەڕان
heat-key = ڕەنگی ڕۆژێک چەند تۆختر بێت، بابەتەکانی زۆرترن.
on-this-day = لە ڕۆژێکی وەک ئەمڕۆدا
on-day = { $day } لە هەموو ساڵەکاندا
all-series = زنجیرەکان
series-part = بەشی { $number } لە { $total }
series-part-open = بەشی { $number }
series-closed = زنجیرەی تەواوبوو
previous-part = بەشی پێشوو
next-part = بەشی دواتر
related = لە بابەتەکانی پێشوومان
articles-over-time = بابەتەکان بە درێژایی کات
articles-between = بابەتەکان لە { $from } تا { $to }
chart-numbers = ژمارەکان لە خشتەدا
period = ماوە
number-of-articles = ژمارەی بابەتەکان
first-article = یەکەم بابەت
latest-article = نوێترین بابەت
together = زۆرجار لەگەڵ
all-corrections = هەموو ڕاستکردنەوەکان
parts = { $count ->
    [one] یەک بەش
   *[other] { $shown } بەش
  }
corrections-count = { $count ->
    [one] یەک ڕاستکردنەوە
   *[other] { $shown } ڕاستکردنەوە
  }
more-articles = { $count ->
    [one] یەک بابەتی تر
   *[other] { $shown } بابەتی تر
  }
cite = ئاماژە بەم وتارە بکە
cite-work = «{ $title }». { $newspaper }، { $date }.
