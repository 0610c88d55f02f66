# The default theme's labels in Urdu.

skip-to-content = مواد پر جائیں
main-navigation = مرکزی رہنمائی
home = صفحۂ اول
archive = آرکائیو
archive-of-year = سال { $year } کا آرکائیو
sections = شعبے
section = شعبہ
tags = ٹیگز
tagged = اس ٹیگ کی خبریں:
authors = مصنفین
by = تحریر
published = تاریخِ اشاعت
updated = تازہ کاری
source = ماخذ
credit = تصویر
corrections = تصحیحات
correction = تصحیح
updates = تازہ کاریوں کی تاریخ
series = سلسلہ
previous-article = پچھلی خبر
next-article = اگلی خبر
article-navigation = قریب کی خبریں
older = پرانی
newer = نئی
older-or-newer = فہرست کے صفحات
page-number = صفحہ { $number }
latest = تازہ ترین خبریں
previous-period = پچھلا
next-period = اگلا
period-navigation = قریب کے ادوار
breadcrumb = صفحے کا راستہ
articles = { $count ->
    [one] 1 خبر
   *[other] { $shown } خبریں
  }
months = مہینے
days = دن
years = سال
calendar-of = { $month } کے دن
feed = فیڈ
subscribe = فیڈ کی رکنیت لیں
footnotes = حواشی
back-to-text = متن پر واپس
note = نوٹ
tip = مشورہ
important = اہم
warning = انتباہ
caution = احتیاط
link-to-section = اس عنوان کا ربط
table = جدول
done = مکمل
not-done = نامکمل
not-found-title = صفحہ نہیں ملا
not-found-text = اس پتے پر کوئی صفحہ نہیں۔ شاید اسے منتقل کر دیا گیا ہے یا پتا غلط لکھا گیا ہے۔
go-home = صفحۂ اول پر جائیں
go-archive = آرکائیو دیکھیں
moved-title = یہ صفحہ منتقل ہو گیا ہے
moved-text = یہ صفحہ اب ایک دوسرے پتے پر ہے:
removed-title = یہ تحریر ہٹا دی گئی ہے
removed-text = اس پتے پر ایک تحریر شائع ہوئی تھی جو بعد میں ہٹا دی گئی۔ پتا باقی رکھا گیا ہے تاکہ اس کے روابط نہ ٹوٹیں۔
removed-on = ہٹانے کی تاریخ
removed-reason = وجہ
made-with = ورّاق سے بنایا گیا
language-name = اردو
languages = زبانیں
this-page-in = یہ صفحہ { $language } میں
also-in-language = { $language } میں بھی
calendars = تقویمیں
gregorian-archive = عیسوی آرکائیو
hijri-archive = ہجری آرکائیو
hijri-year = ہجری سال { $year }
alphabet-index = حروفِ تہجی کے مطابق فہرست
other-letters = دیگر
go-language-home = صفحۂ اول { $language } میں
archive-notice = یہ خبر { $date } کو شائع ہوئی تھی؛ ممکن ہے اس کے بعد حالات بدل گئے ہوں۔
reading-time = { $count ->
    [one] پڑھنے کا وقت: ایک منٹ
   *[other] پڑھنے کا وقت: { $shown } منٹ
  }
word-count = { $count ->
    [one] ایک لفظ
   *[other] { $shown } الفاظ
  }
reader-tools = قاری کے اوزار
share-by-mail = ای میل سے بھیجیں
copy-link = لنک کاپی کریں
link-copied = لنک کاپی ہو گیا
smaller-text = متن چھوٹا کریں
larger-text = متن بڑا کریں

# Browsing the archive.
browse-more = دیکھنے کے دوسرے راستے
heat-key = جس دن کا رنگ جتنا گہرا ہو، اُس دن کی خبریں اتنی ہی زیادہ ہیں۔
on-this-day = آج کے دن
on-day = { $day }، تمام برسوں میں
all-series = سلسلے
series-part = { $total } میں سے قسط { $number }
series-part-open = قسط { $number }
series-closed = مکمل سلسلہ
previous-part = پچھلی قسط
next-part = اگلی قسط
related = اس موضوع پر پچھلی خبریں
articles-over-time = وقت کے ساتھ خبریں
articles-between = { $from } سے { $to } تک کی خبریں
chart-numbers = خاکہ اعداد میں
period = مدت
number-of-articles = خبروں کی تعداد
first-article = پہلی خبر
latest-article = تازہ ترین خبر
together = اکثر ان کے ساتھ
all-corrections = تمام تصحیحات
parts = { $count ->
    [one] 1 قسط
   *[other] { $shown } قسطیں
  }
corrections-count = { $count ->
    [one] 1 تصحیح
   *[other] { $shown } تصحیحات
  }
more-articles = { $count ->
    [one] 1 اور خبر
   *[other] { $shown } اور خبریں
  }
cite = اس مضمون کا حوالہ دیں
cite-work = ”{ $title }“۔ { $newspaper }، { $date }۔
