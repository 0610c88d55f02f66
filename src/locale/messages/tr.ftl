# The default theme's labels in Turkish.

skip-to-content = İçeriğe geç
main-navigation = Ana gezinme
home = Ana sayfa
archive = Arşiv
archive-of-year = { $year } yılı arşivi
sections = Bölümler
section = Bölüm
tags = Etiketler
tagged = Şu etiketteki haberler:
authors = Yazarlar
by = Yazan:
published = Yayım tarihi
updated = Güncelleme tarihi
source = Kaynak
credit = Fotoğraf
corrections = Düzeltmeler
correction = Düzeltme
updates = Güncelleme geçmişi
series = Dizi
previous-article = Önceki haber
next-article = Sonraki haber
article-navigation = Komşu haberler
older = Daha eski
newer = Daha yeni
older-or-newer = Listenin sayfaları
page-number = Sayfa { $number }
latest = Son haberler
previous-period = Önceki
next-period = Sonraki
period-navigation = Komşu dönemler
breadcrumb = Sayfa yolu
articles = { $count ->
    [one] 1 haber
   *[other] { $shown } haber
  }
months = Aylar
days = Günler
years = Yıllar
calendar-of = { $month } günleri
feed = Besleme
subscribe = Beslemeye abone ol
footnotes = Notlar
back-to-text = Metne dön
note = Not
tip = İpucu
important = Önemli
warning = Uyarı
caution = Dikkat
link-to-section = Bu başlığa bağlantı
table = Tablo
done = Yapıldı
not-done = Yapılmadı
not-found-title = Sayfa bulunamadı
not-found-text = Bu adreste bir sayfa yok. Taşınmış ya da adres yanlış yazılmış olabilir.
go-home = Ana sayfaya git
go-archive = Arşive göz at
moved-title = Bu sayfa taşındı
moved-text = Bu sayfa artık başka bir adreste:
removed-title = Bu yazı kaldırıldı
removed-text = Bu adreste yayımlanan bir yazı sonradan kaldırıldı. Bağlantılar kırılmasın diye adres korunuyor.
removed-on = Kaldırılma tarihi
removed-reason = Gerekçe
made-with = Varrak ile yapıldı
language-name = Türkçe
languages = Diller
this-page-in = Bu sayfanın başka dildeki hâli: { $language }
also-in-language = Başka bir dilde: { $language }
calendars = Takvimler
gregorian-archive = Miladi arşiv
hijri-archive = Hicri arşiv
hijri-year = Hicri { $year } yılı
alphabet-index = Alfabetik dizin
other-letters = Diğer
go-language-home = Başka dilde ana sayfa: { $language }
archive-notice = Bu haber { $date } tarihinde yayımlandı; o zamandan beri durum değişmiş olabilir.
reading-time = { $count ->
    [one] Okuma süresi: { $shown } dakika
   *[other] Okuma süresi: { $shown } dakika
  }
word-count = { $count ->
    [one] { $shown } sözcük
   *[other] { $shown } sözcük
  }
reader-tools = Okur araçları
share-by-mail = E-postayla paylaş
copy-link = Bağlantıyı kopyala
link-copied = Bağlantı kopyalandı
smaller-text = Yazıyı küçült
larger-text = Yazıyı büyüt

# Browsing the archive.
browse-more = Arşivde gezmenin başka yolları
heat-key = Bir günün rengi ne kadar koyuysa haberi o kadar çoktur.
on-this-day = Tarihte bugün
on-day = Bütün yıllarda { $day }
all-series = Diziler
series-part = Bölüm { $number } / { $total }
series-part-open = Bölüm { $number }
series-closed = Tamamlandı
previous-part = Önceki bölüm
next-part = Sonraki bölüm
related = Daha önce yazdıklarımız
articles-over-time = Zaman içinde haberler
articles-between = { $from } ile { $to } arasındaki haberler
chart-numbers = Sayılarla grafik
period = Dönem
number-of-articles = Haber sayısı
first-article = İlk haber
latest-article = Son haber
together = Sık sık birlikte
all-corrections = Bütün düzeltmeler
parts = { $count ->
    [one] 1 bölüm
   *[other] { $shown } bölüm
  }
corrections-count = { $count ->
    [one] 1 düzeltme
   *[other] { $shown } düzeltme
  }
more-articles = { $count ->
    [one] 1 haber daha
   *[other] { $shown } haber daha
  }
cite = Bu yazıyı kaynak göster
cite-work = “{ $title }”. { $newspaper }, { $date }.
