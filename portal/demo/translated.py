"""What is translated in the demo, by whom, and how far: trainings and offers in every state.

`summary` is the French one, made of what the sources say and nothing more. Each language holds its
texts and where they stand: `reviewed`, `to_review`, `machine`, or `old` (its French changed since).
"""

from typing import Any

REVIEWED, TO_REVIEW, MACHINE, OLD = "reviewed", "to_review", "machine", "old"
RESPAI = "RESPAI"
FIRST_STEPS = "Premiers pas dans le travail pair"
INTERVENANT = "Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir"
PAIR_AIDANCE = (
    "La Pair-aidance professionnelle, accueillir et co-construire une fonction complémentaire"
)

TRAININGS: dict[str, dict[str, Any]] = {
    RESPAI: {
        "federation": "fas-bourgogne-franche-comte",
        "summary": "Une formation de 19 jours, avec un stage, pour devenir pair-aidant ou pair-aidante. "
        "Elle est gratuite. Aucun diplôme n’est demandé.",
        "fr-x-simple": (
            REVIEWED,
            {
                "summary": "C’est une formation pour aider d’autres personnes. Elle dure 19 jours. Il y a aussi un stage. "
                "Vous ne payez rien. Vous n’avez pas besoin d’un diplôme.",
            },
        ),
        "ps": (
            REVIEWED,
            {
                "title": "RESPAI: د ملګرو د مرستې روزنه",
                "summary": "19 ورځې روزنه او عملي کار، د دې لپاره چې د خپلو ملګرو مرستندوی شئ. وړیا ده. هېڅ ډیپلوم نه غوښتل کېږي.",
                "goals": "خلکو ته درملنه او ملاتړ اسانه او پرله‌پسې کول.\n"
                "هغو کسانو ته وسایل ورکول چې د خپلو ملګرو تر منځ د ټولنیزې او روغتیایي منځګړیتوب کار وکړي.\n"
                "مرسته کول چې هغه کس چې ملاتړ یې کېږي، یا ناروغ، د ټولنیز کار او درملنې په مرکز کې وي.",
            },
        ),
        "fa-AF": (
            REVIEWED,
            {
                "title": "RESPAI: آموزش همیاری",
                "summary": "یک آموزش 19 روزه همراه با کارآموزی، برای این که همیار دیگران شوید. رایگان است. هیچ دیپلومی لازم نیست.",
            },
        ),
        "ar": (
            REVIEWED,
            {
                "title": "RESPAI: تدريب على مساندة الأقران",
                "summary": "تدريب مدته 19 يومًا مع فترة تدريب عملي، لتصبح مساندًا لأقرانك. مجاني، ولا تُطلب أي شهادة.",
            },
        ),
    },
    FIRST_STEPS: {
        "federation": "fas-ile-de-france",
        "summary": "Deux jours à Paris pour savoir ce que fait un travailleur pair, où se former et où chercher. C’est gratuit. "
        "Aucun diplôme n’est demandé. Si vous le demandez, un ou une interprète vient.",
        "fr-x-simple": (
            REVIEWED,
            {
                "summary": "C’est une formation de 2 jours à Paris. Vous apprenez ce que fait un travailleur pair. "
                "Vous apprenez où aller pour en savoir plus. Vous ne payez rien. Vous n’avez pas besoin d’un diplôme. "
                "Une personne peut traduire pour vous : dites-le en vous inscrivant.",
            },
        ),
        "ps": (
            REVIEWED,
            {
                "title": "د ملګري کارکوونکي کار: لومړي ګامونه",
                "summary": "په پاریس کې دوه ورځې، چې پوه شئ ملګری کارکوونکی څه کوي، چېرته زده کړه کولی شئ او چېرته ولټوئ. "
                "وړیا ده. هېڅ ډیپلوم نه غوښتل کېږي. که یې وغواړئ، ژباړن راځي.",
                "audience": "هر څوک چې غواړي پوه شي ملګری کارکوونکی څه کوي.",
                "goals": "پوهېدل چې ملګری کارکوونکی په ټیم کې څه کوي.\n"
                "پوهېدل چې چېرته زده کړه کولی شئ او چېرته ولټوئ.\n"
                "له درې کسانو سره لیدل چې دا کار کوي.",
                "trainers": "یوه ملګرې کارکوونکې او یوه ښوونکې",
            },
        ),
        "fa-AF": (
            REVIEWED,
            {
                "title": "گام‌های نخست در کار همیاری",
                "summary": "دو روز در پاریس، تا بدانید همیار مسلکی چه کار می‌کند، کجا آموزش ببینید و کجا جست‌وجو کنید. رایگان است. "
                "هیچ دیپلومی لازم نیست. اگر بخواهید، ترجمان می‌آید.",
                "audience": "هر کسی که می‌خواهد بداند همیار مسلکی چه کار می‌کند.",
                "goals": "دانستن این که همیار مسلکی در تیم چه کار می‌کند.\n"
                "دانستن این که کجا آموزش ببینید و کجا جست‌وجو کنید.\n"
                "دیدار با سه نفر که این کار را می‌کنند.",
                "trainers": "یک خانم همیار و یک خانم آموزگار",
            },
        ),
        "ar": (
            REVIEWED,
            {
                "title": "الخطوات الأولى في عمل المساند القرين",
                "summary": "يومان في باريس لتعرف ماذا يفعل العامل القرين، وأين تتدرب وأين تبحث. التدريب مجاني. "
                "لا تُطلب أي شهادة. إذا طلبت ذلك، يحضر مترجم أو مترجمة.",
                "audience": "كل من يريد أن يعرف ماذا يفعل العامل القرين.",
                "goals": "معرفة ما يفعله العامل القرين داخل الفريق.\n"
                "معرفة أين تتدرب وأين تبحث.\n"
                "لقاء ثلاثة أشخاص يقومون بهذا العمل.",
                "trainers": "عاملة قرينة ومدرّبة",
            },
        ),
    },
    INTERVENANT: {
        "federation": "fas-ile-de-france",
        "summary": "Six mois de formation à Angers pour des intervenantes et intervenants pairs engagés dans un parcours "
        "de rétablissement. 18 places par promotion.",
        "ps": (
            TO_REVIEW,
            {
                "title": "ملګری کارکوونکی: د ژوند تجربه د عمل د ځواک لپاره",
                "summary": "په انژې کې شپږ میاشتې روزنه د هغو ملګرو کارکوونکو لپاره چې د رغېدو په لاره کې دي. په هر ګروپ کې 18 ځایونه.",
            },
        ),
        "fa-AF": (TO_REVIEW, {"title": "همیار مسلکی: تجربهٔ زندگی در خدمت توان عمل"}),
        "ar": (
            REVIEWED,
            {
                "title": "المتدخّل القرين: خبرة الحياة في خدمة القدرة على الفعل",
                "summary": "ستة أشهر من التدريب في أنجيه لمتدخّلين أقران بدأوا مسار تعافٍ. 18 مكانًا في كل دفعة.",
            },
        ),
    },
    PAIR_AIDANCE: {
        "federation": "fas-ile-de-france",
        "first_summary": "Deux jours pour les équipes qui veulent accueillir une personne paire.",
        "summary": "Deux jours pour les structures et les institutions qui veulent accueillir un travailleur pair "
        "ou un médiateur de santé pair.",
        "fa-AF": (
            OLD,
            {
                "title": "همیاری مسلکی: پذیرایی و ساختن مشترک یک وظیفهٔ تکمیلی",
                "summary": "دو روز برای تیم‌هایی که می‌خواهند یک همیار را در میان خود بپذیرند.",
            },
        ),
        "ar": (
            MACHINE,
            {
                "summary": "يومان للهياكل والمؤسسات التي ترغب في استقبال عامل نظير أو وسيط صحي نظير.",
            },
        ),
    },
}

# (title, language): the recording of its summary. A Persian voice reads the Pashto words: no free
# voice speaks them.
ALOUD = {
    RESPAI: {"fr": "training-fr", "fa-AF": "training-fa", "ar": "training-ar"},
    FIRST_STEPS: {
        "fr": "first-steps-fr",
        "ps": "first-steps-ps",
        "fa-AF": "first-steps-fa",
        "ar": "first-steps-ar",
    },
}

OFFERS: dict[str, dict[str, Any]] = {
    # Translated with the offer itself: somebody else read it again in these languages.
    "Médiation et interprétariat à l’accueil de jour": {"ps": (REVIEWED, {}), "ar": (REVIEWED, {})},
    "Accueil et logistique du vestiaire": {
        "fa-AF": (
            REVIEWED,
            {
                "title": "پذیرایی و نظم لباس‌خانه",
                "summary": "شما کمک‌های مردم را می‌گیرید، جدا می‌کنید و با دو همکار لباس‌خانه را اداره می‌کنید.",
            },
        ),
        "ps": (
            TO_REVIEW,
            {
                "title": "هرکلی او د جامو خونې سمبالول",
                "summary": "تاسو د خلکو مرستې اخلئ، بېلوئ یې او له دوو همکارانو سره د جامو خونه چلوئ.",
            },
        ),
        "ar": (TO_REVIEW, {"title": "الاستقبال وتنظيم غرفة الملابس"}),
    },
}

# (term, language, translation, note): the glossary of the federation of Île-de-France.
GLOSSARY = (
    ("pair-aidance", "ps", "د ملګرو مرسته", "نه «درملنه»: مرستندوی ډاکټر نه دی."),
    ("pair-aidance", "fa-AF", "همیاری", "نه «تداوی»."),
    ("pair-aidance", "ar", "مساندة الأقران", ""),
    ("travailleur pair", "ps", "ملګری کارکوونکی", ""),
    ("travailleur pair", "fa-AF", "همیار مسلکی", ""),
    ("rétablissement", "ps", "رغېدل", "د انسان خپله لاره، نه یوازې درملنه."),
    ("rétablissement", "fa-AF", "بهبودی", ""),
    ("rétablissement", "ar", "التعافي", "المسار الشخصي، وليس العلاج وحده."),
    ("savoir expérientiel", "fa-AF", "دانش برخاسته از تجربه", ""),
    ("structure", "fa-AF", "نهاد", "نه «ساختمان»."),
    ("stage", "ps", "عملي کار", ""),
    ("équipe", "ps", "ټیم", ""),
)
