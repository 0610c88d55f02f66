//! The words that articles are made of. They are common words of news, in no order that means anything.

use std::sync::LazyLock;

/// Words of sentences and headlines. None says which day a weekday is: no date would agree with it.
const WORDS: &str = "
الرئيس الوزير الحكومة البرلمان العاصمة المدينة البلدية المحافظة السفارة الوفد اللجنة الهيئة النقابة
الجمعية المؤسسة الشركة المصنع المزرعة السوق الميناء المطار القطار الجسر الطريق الشارع الساحة الحديقة
المدرسة الجامعة المعهد المكتبة المتحف المسرح المعرض المهرجان الملعب المستشفى العيادة الصيدلية المختبر
المحكمة القضية القانون الدستور القرار المرسوم الاتفاق الاتفاقية المعاهدة البيان التقرير الخطاب الحوار
اللقاء الاجتماع المؤتمر القمة الجلسة الدورة الزيارة الجولة الحملة الانتخابات الاستفتاء المرشح النائب
القاضي المحامي الطبيب المهندس المعلم الطالب الباحث العالم الكاتب الشاعر الرسام المخرج الممثل اللاعب
المدرب الفريق المنتخب البطولة الدوري الكأس الهدف النتيجة الجمهور المشجعون السكان المواطنون العمال
الفلاحون التجار المستثمرون السياح المسافرون اللاجئون المتطوعون الشباب النساء الأطفال العائلات الخبراء
الاقتصاد الميزانية الضريبة الأسعار الأجور البورصة المصرف العملة القرض الاستثمار التجارة الصادرات الواردات
النفط الغاز الكهرباء الطاقة المياه القمح الأرز الزيتون القطن الدواء اللقاح الوباء العدوى العلاج الجراحة
المناخ الطقس الأمطار الرياح العاصفة الجفاف الفيضان الزلزال الحريق الغابة الصحراء النهر البحيرة الساحل
التقنية الحاسوب الهاتف الشبكة البرنامج التطبيق البيانات القمر الفضاء المحطة الصاروخ الاكتشاف التجربة
التراث الآثار اللغة الخط الرواية القصيدة الموسيقى الأغنية الفيلم الكتاب المجلة الصحيفة الإذاعة الأرشيف
قال أعلن أوضح أضاف صرح نفى رحب انتقد اقترح وعد بدأ أنهى افتتح أغلق زار استقبل ودع وقع ألغى أجل مدد خفض
رفع ضاعف وزع جمع نقل أنقذ أصلح رمم بنى هدم زرع حصد باع اشترى ربح خسر فاز تعادل سجل درب علم درس كتب نشر
ترجم رسم صور عرض شاهد سمع ناقش بحث حلل قاس أثبت اكتشف طور جرب تراجع تقدم ازداد تضاعف استقر تغير تأخر وصل
الجديد القديم الأول الثاني الثالث الأخير المقبل الماضي الحالي السابق المحلي الوطني الإقليمي الدولي العربي
العام الخاص الكبير الصغير الواسع الضيق السريع البطيء الطويل القصير الشمالي الجنوبي الشرقي الغربي المركزي
في من إلى على عن مع بين بعد قبل خلال منذ حول ضد تحت فوق أمام خلف داخل خارج عبر حتى عند لدى دون سوى نحو
أن إن كان كانت ليس لم لن لا ما قد سوف هل كيف متى أين لماذا لكن بل أو ثم كما حيث إذ إذا لو كي لأن مهما
هذا هذه ذلك تلك هؤلاء الذي التي الذين كل بعض جميع معظم أي غير مثل أكثر أقل أيضا فقط تقريبا ربما قريبا
قديما حديثا صباحا ظهرا مساء ليلا يوم أسبوع شهر عام عقد قرن السبت الأحد الإثنين الثلاثاء الأربعاء
الخميس الجمعة مئة ألف مليون نصف ثلث ربع مرة مرتين دائما أحيانا غالبا نادرا معا وحده علنا سرا
";

/// Names people are called by.
pub(super) const FIRST_NAMES: [&str; 20] = [
    "أمين",
    "بشير",
    "جمال",
    "رشيد",
    "زكريا",
    "سليم",
    "صلاح",
    "عادل",
    "فؤاد",
    "ماجد",
    "أسماء",
    "بثينة",
    "جميلة",
    "رباب",
    "سلوى",
    "عائشة",
    "غادة",
    "لبنى",
    "نادية",
    "وداد",
];

/// Names of families.
pub(super) const LAST_NAMES: [&str; 10] = [
    "الخياط",
    "الصباغ",
    "البنا",
    "الخطاط",
    "الدباغ",
    "القاسمي",
    "الموصلي",
    "الفاسي",
    "الطرابلسي",
    "المقدسي",
];

/// What stands left to right in a line that runs right to left.
pub(super) const LATIN: [&str; 16] = [
    "UNESCO",
    "OECD",
    "COVID-19",
    "Wi-Fi",
    "USB-C",
    "Android",
    "Microsoft",
    "AFP",
    "CNN",
    "UEFA",
    "WTO",
    "5G",
    "Airbus-320",
    "C++",
    "https://example.org/data/2021",
    "desk@example.org",
];

/// A kind of digits. An article keeps to one.
pub(super) struct Digits {
    /// What zero is: the others follow it.
    zero: char,
    /// Numbers as they stand in sentences.
    pub(super) numbers: [&'static str; 3],
}

/// Western and Arabic-Indic digits.
pub(super) const DIGITS: [Digits; 2] = [
    Digits {
        zero: '0',
        numbers: ["7.5%", "2016", "3,400"],
    },
    Digits {
        zero: '٠',
        numbers: ["٤٢", "١٤٣٨", "٢٫٥"],
    },
];

impl Digits {
    /// A number in these digits.
    pub(super) fn write(&self, number: usize) -> String {
        let digit = |c: char| {
            let value = c.to_digit(10).unwrap_or_default();
            char::from_u32(self.zero as u32 + value).unwrap_or(c)
        };
        number.to_string().chars().map(digit).collect()
    }
}

/// Sections, the largest first. What they are called is in no article: both sites show the same name.
pub(super) const SECTIONS: [&str; 8] = [
    "politics",
    "economy",
    "sports",
    "world",
    "culture",
    "technology",
    "health",
    "opinion",
];

/// All words.
pub(super) fn words() -> &'static [&'static str] {
    static ALL: LazyLock<Vec<&'static str>> = LazyLock::new(|| WORDS.split_whitespace().collect());
    &ALL
}

/// The words that can name something.
pub(super) fn nouns() -> &'static [&'static str] {
    static NOUNS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let is_noun = |word: &&str| word.starts_with("ال") && word.chars().count() > 4;
        words().iter().copied().filter(is_noun).collect()
    });
    &NOUNS
}
