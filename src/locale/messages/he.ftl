# The default theme's labels in Hebrew.

skip-to-content = דילוג לתוכן
main-navigation = ניווט ראשי
home = דף הבית
archive = ארכיון
archive-of-year = ארכיון שנת { $year }
sections = מדורים
section = מדור
tags = תגיות
tagged = כתבות בתגית
authors = כותבים
by = מאת
published = פורסם
updated = עודכן
source = מקור
credit = צילום
corrections = תיקונים
correction = תיקון
updates = היסטוריית העדכונים
series = מתוך הסדרה
previous-article = הכתבה הקודמת
next-article = הכתבה הבאה
article-navigation = כתבות סמוכות
older = ישן יותר
newer = חדש יותר
older-or-newer = עמודי הרשימה
page-number = עמוד { $number }
latest = הכתבות האחרונות
previous-period = הקודם
next-period = הבא
period-navigation = תקופות סמוכות
breadcrumb = נתיב העמוד
articles = { $count ->
    [one] כתבה אחת
    [two] שתי כתבות
   *[other] { $shown } כתבות
  }
months = חודשים
days = ימים
years = שנים
calendar-of = הימים של { $month }
feed = עדכונים
subscribe = הרשמה לעדכונים
footnotes = הערות
back-to-text = חזרה לטקסט
note = הערה
tip = עצה
important = חשוב
warning = אזהרה
caution = זהירות
link-to-section = קישור לכותרת זו
table = טבלה
done = בוצע
not-done = לא בוצע
not-found-title = העמוד לא נמצא
not-found-text = אין עמוד בכתובת הזאת. ייתכן שהועבר, או שנפלה טעות בכתובת.
go-home = לדף הבית
go-archive = לעיון בארכיון
moved-title = העמוד הועבר
moved-text = העמוד נמצא עכשיו בכתובת אחרת:
removed-title = הכתבה הוסרה
removed-text = בכתובת זו פורסמה כתבה שהוסרה לאחר מכן. הכתובת נשמרת כדי שקישורים אליה לא יישברו.
removed-on = תאריך ההסרה
removed-reason = הסיבה
made-with = נוצר עם וראק
language-name = עברית
languages = שפות
this-page-in = העמוד הזה בשפה אחרת: { $language }
also-in-language = גם בשפה אחרת: { $language }
calendars = לוחות שנה
gregorian-archive = ארכיון לועזי
hijri-archive = ארכיון הג׳רי
hijri-year = שנת { $year } להג׳רה
alphabet-index = מפתח אלפביתי
other-letters = אחר
go-language-home = לדף הבית בשפה אחרת: { $language }
archive-notice = הידיעה פורסמה ב־{ $date }; ייתכן שדברים השתנו מאז.
reading-time = { $count ->
    [one] זמן קריאה: דקה אחת
    [two] זמן קריאה: שתי דקות
   *[other] זמן קריאה: { $shown } דקות
  }
word-count = { $count ->
    [one] מילה אחת
    [two] שתי מילים
   *[other] { $shown } מילים
  }
reader-tools = כלים לקורא
share-by-mail = שיתוף בדואר
copy-link = העתקת קישור
link-copied = הקישור הועתק
smaller-text = הקטנת הטקסט
larger-text = הגדלת הטקסט

# Browsing the archive.
browse-more = דרכים נוספות לעיון
heat-key = ככל שצבעו של יום חזק יותר, כך רבות יותר הכתבות בו.
on-this-day = היום לפני שנים
on-day = { $day } בכל השנים
all-series = סדרות
series-part = חלק { $number } מתוך { $total }
series-part-open = חלק { $number }
series-closed = הסדרה הושלמה
previous-part = החלק הקודם
next-part = החלק הבא
related = מהסיקור הקודם שלנו
articles-over-time = הכתבות לאורך הזמן
articles-between = הכתבות מ־{ $from } עד { $to }
chart-numbers = התרשים במספרים
period = תקופה
number-of-articles = מספר הכתבות
first-article = הכתבה הראשונה
latest-article = הכתבה האחרונה
together = לעתים קרובות יחד עם
all-corrections = כל התיקונים
parts = { $count ->
    [one] חלק אחד
    [two] שני חלקים
   *[other] { $shown } חלקים
  }
corrections-count = { $count ->
    [one] תיקון אחד
    [two] שני תיקונים
   *[other] { $shown } תיקונים
  }
more-articles = { $count ->
    [one] עוד כתבה אחת
    [two] עוד שתי כתבות
   *[other] עוד { $shown } כתבות
  }
cite = ציטוט הכתבה
cite-work = "{ $title }". { $newspaper }, { $date }.
