# The default theme's labels in Arabic.

skip-to-content = انتقل إلى المحتوى
main-navigation = التنقل الرئيس
home = الرئيسة
archive = الأرشيف
archive-of-year = أرشيف عام { $year }
sections = الأقسام
section = القسم
tags = الوسوم
tagged = مقالات بوسم
authors = الكتّاب
by = بقلم
published = نُشر في
updated = حُدّث في
source = المصدر
credit = تصوير
corrections = تصويبات
correction = تصويب
updates = سجلّ التحديثات
series = من سلسلة
previous-article = المقالة السابقة
next-article = المقالة التالية
article-navigation = مقالات مجاورة
older = الأقدم
newer = الأحدث
older-or-newer = صفحات القائمة
page-number = صفحة { $number }
latest = أحدث المقالات
previous-period = السابق
next-period = التالي
period-navigation = فترات مجاورة
breadcrumb = مسار الصفحة
articles = { $count ->
    [zero] لا مقالات
    [one] مقالة واحدة
    [two] مقالتان
    [few] { $shown } مقالات
    [many] { $shown } مقالة
   *[other] { $shown } مقالة
  }
months = الأشهر
days = الأيام
years = السنوات
calendar-of = أيام { $month }
feed = تغذية
subscribe = اشترك في التغذية
footnotes = الحواشي
back-to-text = العودة إلى النص
note = ملاحظة
tip = فائدة
important = مهم
warning = تحذير
caution = تنبيه
link-to-section = رابط إلى هذا العنوان
table = جدول
done = أُنجز
not-done = لم يُنجز
not-found-title = الصفحة غير موجودة
not-found-text = لا صفحة في هذا العنوان. لعلها نُقلت، أو في العنوان خطأ.
go-home = إلى الصفحة الرئيسة
go-archive = تصفّح الأرشيف
moved-title = نُقلت الصفحة
moved-text = هذه الصفحة الآن في عنوان آخر:
removed-title = حُذفت هذه المادة
removed-text = نُشرت في هذا العنوان مادة حُذفت بعد ذلك. يبقى العنوان كي لا تنقطع الروابط إليه.
removed-on = تاريخ الحذف
removed-reason = السبب
made-with = صُنع بورّاق
language-name = العربية
languages = اللغات
this-page-in = هذه الصفحة بلغة أخرى: { $language }
also-in-language = متاح أيضًا بلغة أخرى: { $language }
calendars = التقاويم
gregorian-archive = الأرشيف الميلادي
hijri-archive = الأرشيف الهجري
hijri-year = العام الهجري { $year }
alphabet-index = فهرس هجائي
other-letters = غير ذلك
go-language-home = إلى صفحة البداية: { $language }
archive-notice = نُشر هذا الخبر في { $date }، وقد تكون الأحوال تغيّرت منذ ذلك الحين.
reading-time = { $count ->
    [zero] مدة القراءة: أقل من دقيقة
    [one] مدة القراءة: دقيقة واحدة
    [two] مدة القراءة: دقيقتان
    [few] مدة القراءة: { $shown } دقائق
    [many] مدة القراءة: { $shown } دقيقة
   *[other] مدة القراءة: { $shown } دقيقة
  }
word-count = { $count ->
    [zero] بلا كلمات
    [one] كلمة واحدة
    [two] كلمتان
    [few] { $shown } كلمات
    [many] { $shown } كلمة
   *[other] { $shown } كلمة
  }
reader-tools = أدوات القارئ
share-by-mail = شارك بالبريد
copy-link = انسخ الرابط
link-copied = نُسخ الرابط
smaller-text = تصغير الخط
larger-text = تكبير الخط

# Browsing the archive.
browse-more = تصفّح أيضًا
heat-key = كلما اشتدّ لون اليوم زادت مقالاته.
on-this-day = في مثل هذا اليوم
on-day = { $day } في كل الأعوام
all-series = السلاسل
series-part = الحلقة { $number } من { $total }
series-part-open = الحلقة { $number }
series-closed = سلسلة مكتملة
previous-part = الحلقة السابقة
next-part = الحلقة التالية
related = من تغطيتنا السابقة
articles-over-time = المقالات عبر الزمن
articles-between = المقالات من { $from } إلى { $to }
chart-numbers = الأرقام في جدول
period = الفترة
number-of-articles = عدد المقالات
first-article = أول مقالة
latest-article = أحدث مقالة
together = وسوم ترافقها كثيرًا
all-corrections = كل التصويبات
parts = { $count ->
    [zero] لا حلقات
    [one] حلقة واحدة
    [two] حلقتان
    [few] { $shown } حلقات
    [many] { $shown } حلقة
   *[other] { $shown } حلقة
  }
corrections-count = { $count ->
    [zero] لا تصويبات
    [one] تصويب واحد
    [two] تصويبان
    [few] { $shown } تصويبات
    [many] { $shown } تصويبًا
   *[other] { $shown } تصويب
  }
more-articles = { $count ->
    [zero] لا مقالات أخرى
    [one] مقالة أخرى
    [two] مقالتان أخريان
    [few] { $shown } مقالات أخرى
    [many] { $shown } مقالة أخرى
   *[other] { $shown } مقالة أخرى
  }
cite = استشهد بهذه المقالة
cite-work = «{ $title }». { $newspaper }، { $date }.
