# The default theme's labels in French.

skip-to-content = Aller au contenu
main-navigation = Navigation principale
home = Accueil
archive = Archives
archive-of-year = Archives de { $year }
sections = Rubriques
section = Rubrique
tags = Mots-clés
tagged = Articles avec le mot-clé
authors = Auteurs
by = Par
published = Publié le
updated = Mis à jour le
source = Source
credit = Photo
corrections = Rectificatifs
correction = Rectificatif
updates = Historique des mises à jour
series = Dans la série
previous-article = Article précédent
next-article = Article suivant
article-navigation = Articles voisins
older = Plus anciens
newer = Plus récents
older-or-newer = Pages de la liste
page-number = Page { $number }
latest = Derniers articles
previous-period = Précédent
next-period = Suivant
period-navigation = Périodes voisines
breadcrumb = Fil d’Ariane
articles = { $count ->
    [one] { $shown } article
    [many] { $shown } articles
   *[other] { $shown } articles
  }
months = Mois
days = Jours
years = Années
calendar-of = Jours de { $month }
feed = Flux
subscribe = S’abonner au flux
footnotes = Notes
back-to-text = Retour au texte
note = Note
tip = Conseil
important = Important
warning = Avertissement
caution = Attention
link-to-section = Lien vers ce titre
table = Tableau
done = Fait
not-done = À faire
not-found-title = Page introuvable
not-found-text = Il n’y a pas de page à cette adresse. Elle a peut-être été déplacée, ou l’adresse est mal écrite.
go-home = Aller à l’accueil
go-archive = Parcourir les archives
moved-title = Cette page a été déplacée
moved-text = Cette page se trouve maintenant à une autre adresse :
removed-title = Cet article a été retiré
removed-text = Un article publié à cette adresse a été retiré par la suite. L’adresse est conservée afin que les liens qui y mènent ne soient pas rompus.
removed-on = Date du retrait
removed-reason = Motif
made-with = Fait avec Warraq
language-name = Français
languages = Langues
this-page-in = Cette page dans une autre langue : { $language }
also-in-language = Aussi dans une autre langue : { $language }
calendars = Calendriers
gregorian-archive = Archives grégoriennes
hijri-archive = Archives de l’Hégire
hijri-year = Année { $year } de l’Hégire
alphabet-index = Index alphabétique
other-letters = Autres
go-language-home = Accueil dans une autre langue : { $language }
archive-notice = Cet article a été publié le { $date } ; la situation a pu changer depuis.
reading-time = { $count ->
    [one] Lecture : { $shown } minute
    [many] Lecture : { $shown } minutes
   *[other] Lecture : { $shown } minutes
  }
word-count = { $count ->
    [one] { $shown } mot
    [many] { $shown } mots
   *[other] { $shown } mots
  }
reader-tools = Outils de lecture
share-by-mail = Partager par courriel
copy-link = Copier le lien
link-copied = Lien copié
smaller-text = Réduire le texte
larger-text = Agrandir le texte

# Browsing the archive.
browse-more = Autres façons de parcourir
heat-key = Plus la couleur d’un jour est soutenue, plus il compte d’articles.
on-this-day = Ce jour-là
on-day = { $day }, toutes les années
all-series = Séries
series-part = Épisode { $number } sur { $total }
series-part-open = Épisode { $number }
series-closed = Série achevée
previous-part = Épisode précédent
next-part = Épisode suivant
related = Nos articles précédents
articles-over-time = Les articles au fil du temps
articles-between = Articles de { $from } à { $to }
chart-numbers = Le graphique en chiffres
period = Période
number-of-articles = Articles
first-article = Premier article
latest-article = Dernier article
together = Souvent avec
all-corrections = Tous les rectificatifs
parts = { $count ->
    [one] { $shown } épisode
    [many] { $shown } épisodes
   *[other] { $shown } épisodes
  }
corrections-count = { $count ->
    [one] { $shown } rectificatif
    [many] { $shown } rectificatifs
   *[other] { $shown } rectificatifs
  }
more-articles = { $count ->
    [one] { $shown } autre article
    [many] { $shown } autres articles
   *[other] { $shown } autres articles
  }
cite = Citer cet article
cite-work = « { $title } ». { $newspaper }, { $date }.
