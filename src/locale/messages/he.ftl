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
made-with = נוצר עם וראק
languages = שפות
language-name = עברית
