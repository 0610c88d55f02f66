# The default theme's labels in Persian.

skip-to-content = پرش به محتوا
main-navigation = پیمایش اصلی
home = خانه
archive = بایگانی
archive-of-year = بایگانی سال { $year }
sections = بخش‌ها
section = بخش
tags = برچسب‌ها
tagged = نوشته‌های با برچسب
authors = نویسندگان
by = نوشتهٔ
published = انتشار
updated = به‌روزرسانی
source = منبع
credit = عکس
corrections = اصلاحیه‌ها
correction = اصلاحیه
updates = تاریخچه‌ی به‌روزرسانی
series = از مجموعهٔ
previous-article = نوشتهٔ پیشین
next-article = نوشتهٔ بعدی
article-navigation = نوشته‌های همسایه
older = قدیمی‌تر
newer = جدیدتر
older-or-newer = صفحه‌های فهرست
page-number = صفحهٔ { $number }
latest = تازه‌ترین نوشته‌ها
previous-period = پیشین
next-period = بعدی
period-navigation = دوره‌های همسایه
breadcrumb = مسیر صفحه
articles = { $count ->
    [one] { $shown } نوشته
   *[other] { $shown } نوشته
  }
months = ماه‌ها
days = روزها
years = سال‌ها
calendar-of = روزهای { $month }
feed = خوراک
subscribe = دنبال‌کردن خوراک
footnotes = پانوشت‌ها
back-to-text = بازگشت به متن
note = یادداشت
tip = نکته
important = مهم
warning = هشدار
caution = احتیاط
link-to-section = پیوند به این عنوان
table = جدول
done = انجام‌شده
not-done = انجام‌نشده
not-found-title = صفحه پیدا نشد
not-found-text = صفحه‌ای در این نشانی نیست. شاید جابه‌جا شده یا نشانی نادرست است.
go-home = رفتن به خانه
go-archive = گشتن در بایگانی
moved-title = این صفحه جابه‌جا شده است
moved-text = این صفحه اکنون در نشانی دیگری است:
removed-title = این مطلب حذف شده است
removed-text = مطلبی که در این نشانی منتشر شده بود بعداً حذف شد. نشانی می‌ماند تا پیوندها به آن قطع نشوند.
removed-on = تاریخ حذف
removed-reason = دلیل
made-with = ساخته‌شده با ورّاق
language-name = فارسی
languages = زبان‌ها
this-page-in = این صفحه به زبان { $language }
also-in-language = همچنین به زبان { $language }
calendars = گاهشماری‌ها
gregorian-archive = بایگانی میلادی
hijri-archive = بایگانی هجری قمری
hijri-year = سال { $year } هجری قمری
alphabet-index = فهرست الفبایی
other-letters = دیگر
go-language-home = صفحهٔ نخست به زبان { $language }
archive-notice = این خبر در { $date } منتشر شده است و شاید اوضاع از آن پس دگرگون شده باشد.
reading-time = { $count ->
    [one] زمان مطالعه: { $shown } دقیقه
   *[other] زمان مطالعه: { $shown } دقیقه
  }
word-count = { $count ->
    [one] { $shown } واژه
   *[other] { $shown } واژه
  }
reader-tools = ابزارهای خواننده
share-by-mail = فرستادن با ایمیل
copy-link = رونوشت پیوند
link-copied = پیوند رونوشت شد
smaller-text = متن کوچک‌تر
larger-text = متن بزرگ‌تر

# Browsing the archive.
browse-more = راه‌های دیگر مرور
heat-key = هرچه رنگ روزی پررنگ‌تر باشد، نوشته‌هایش بیشتر است.
on-this-day = در چنین روزی
on-day = { $day } در همهٔ سال‌ها
all-series = مجموعه‌ها
series-part = بخش { $number } از { $total }
series-part-open = بخش { $number }
series-closed = کامل شده
previous-part = بخش پیشین
next-part = بخش بعدی
related = آنچه پیش‌تر نوشته‌ایم
articles-over-time = نوشته‌ها در گذر زمان
articles-between = نوشته‌ها از { $from } تا { $to }
chart-numbers = نمودار به عدد
period = دوره
number-of-articles = شمار نوشته‌ها
first-article = نخستین نوشته
latest-article = تازه‌ترین نوشته
together = بیشتر همراه با
all-corrections = همهٔ اصلاحیه‌ها
parts = { $count ->
    [one] { $shown } بخش
   *[other] { $shown } بخش
  }
corrections-count = { $count ->
    [one] { $shown } اصلاحیه
   *[other] { $shown } اصلاحیه
  }
more-articles = { $count ->
    [one] { $shown } نوشتهٔ دیگر
   *[other] { $shown } نوشتهٔ دیگر
  }
cite = ارجاع به این مقاله
cite-work = «{ $title }». { $newspaper }، { $date }.
