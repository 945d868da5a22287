"""French names and words of work as they are typed in Arabic letters: پاریس is Paris, طباخ cooks.

Only the query knows them: nothing is written with the offers, so that a spelling added here serves
at once. Source: our own list, of the uses in Arabic, Persian, Dari and Pashto; of November 2026.
Letters that differ by script or keyboard (ی/ي, ک/ك) are one letter to the search: written once.
"""

from portal.kernel import search

# French words, « | » between those that are alternatives: the spellings, « | » between them.
_PLACES = """
Paris: پاریس | باريس
Lyon: لیون | ليون
Marseille: مارسی | مارسیل | مارسيليا | مرسيليا
Toulouse: تولوز
Nice: نیس
Nantes: نانت | نانتس
Montpellier: مون پلیه | مونپلیه | مونبلييه | مونبيليه
Strasbourg: استراسبورگ | استراسبورغ | ستراسبورگ | ستراسبورغ
Bordeaux: بوردو
Lille: لیل
Rennes: رن | رين
Reims: رنس | ريمس | رانس
Le Havre: لو هاور | لوهاور | لو هافر
Saint-Étienne: سنت اتین | سن اتین | سانت إتيان | سانت اتيان
Toulon: تولون
Grenoble: گرونوبل | غرونوبل | گرنوبل
Dijon: دیژون | ديجون | دیجون
Angers: آنژه | أنجيه
Nîmes: نیم
Villeurbanne: ویلوربان | فيلوربان
Saint-Denis: سن دنی | سنت دنی | سان دوني | سان دني
Clermont-Ferrand: کلرمون فران | كليرمون فيران | كلارمون فران
Le Mans: لو مان
Aix-en-Provence: اکس آن پروانس | إكس أون بروفانس | آكس أون بروفانس
Brest: برست | بريست
Tours: تور
Amiens: آمین | آمیان | أميان
Limoges: لیموژ | ليموج
Annecy: آنسی | أنسي
Perpignan: پرپینیان | بيربينيان
Metz: متز | ميتز | مس
Besançon: بزانسون | بیزانسون
Orléans: اورلئان | أورليان | أورليون
Rouen: روآن | روان
Mulhouse: مولوز | ميلوز
Caen: کان
Nancy: نانسی
Montreuil: مونتروی | مونتروي | مونتري | مونتروئی
Argenteuil: آرژانتوی | أرجنتوي
Roubaix: روبه | روبي
Tourcoing: تورکوئن | توركوان
Dunkerque: دونکرک | دانكرك | دنكيرك
Calais: کاله | كاليه
Valenciennes: والانسین | فالنسيان | فالانسيان
Poitiers: پواتیه | بواتييه | بواتيه
Pau: پو | باو
La Rochelle: لا روشل | لا روشيل
Cergy: سرژی | سيرجي
Créteil: کرتی | كريتاي | كريتيل
Nanterre: نانتر | نانتير
Bobigny: بوبینی | بوبيني
Aubervilliers: اوبرویلیه | أوبرفيلييه | أوبرفيليه
Bondy: بوندی
Pantin: پانتن | بانتان
Noisy-le-Sec: نوازی لو سک | نوازي لو سيك
Vitry: ویتری | فيتري
Ivry: ایوری | إيفري
Évry: اوری | إيفري
Versailles: ورسای | فرساي
Melun: ملون | مولان
Meaux: مو
Avignon: آوینیون | أفينيون
Bayonne: بایون | بايون
Angoulême: آنگولم | أنغوليم
Niort: نیور | نيور
Arras: آراس | أراس
Lens: لانس
Douai: دوئه | دواي
Beauvais: بووه | بوفيه
Nevers: نور | نيفير
Auxerre: اوسر | أوسير
Chambéry: شامبری | شامبيري
Île-de-France: ایل دو فرانس | إيل دو فرانس | ایل د فرانس
Bourgogne-Franche-Comté: بورگونی فرانش کنته | بورغون فرانش كونتيه | بورغوني فرانش كونته
Bourgogne: بورگونی | بورغون | بورغونيا
Hauts-de-France: او دو فرانس | أو دو فرانس | هو دو فرانس
Nouvelle-Aquitaine: نوول آکیتن | نوفيل أكيتان | نوفال أكيتان
Auvergne-Rhône-Alpes: اوورنی رون آلپ | أوفيرن رون ألب
Bretagne: برتانی | بروتاني | بريتاني
Normandie: نرماندی | نورماندی | نورماندي
Occitanie: اکسیتانی | أوكسيتاني
Grand Est: گران است | غران إيست
Centre-Val de Loire: سنتر وال دو لوآر | سنتر فال دو لوار
Pays de la Loire: پئی دو لا لوآر | باي دو لا لوار
Provence: پروانس | بروفانس
Corse: کرس | کورس | كورسيكا
La Réunion: رئونیون | لا ريونيون
Guadeloupe: گوادلوپ | غوادلوب
Martinique: مارتینیک | مارتينيك
Guyane: گویان | غويانا
Mayotte: مایوت | مايوت
Seine-et-Marne: سن ا مارن | سين إي مارن
Yvelines: ایولین | إيفلين
Essonne: اسون | إسون
Hauts-de-Seine: او دو سن | أو دو سين
Seine-Saint-Denis: سن سن دنی | سين سان دوني
Val-de-Marne: وال دو مارن | فال دو مارن
Val-d’Oise: وال دواز | فال دواز
Côte-d’Or: کوت دور | كوت دور
Doubs: دوب
Jura: ژورا | جورا
Nièvre: نیور | نييفر
Haute-Saône: اوت سون | أوت ساون
Saône-et-Loire: سون ا لوآر | ساون إي لوار
Yonne: یون
Territoire de Belfort: بلفور | بيلفور
Aisne: ان | أين
Nord: نور | نورد
Oise: اواز | واز
Pas-de-Calais: پا دو کاله | با دو كاليه
Somme: سوم
Charente: شارانت
Charente-Maritime: شارانت ماریتیم | شارانت ماريتيم
Corrèze: کورز | كوريز
Creuse: کروز | كروز
Dordogne: دوردونی | دوردون | دوردوني
Gironde: ژیروند | جيروند
Landes: لاند
Lot-et-Garonne: لوت ا گارون | لوت إي غارون
Pyrénées-Atlantiques: پیرنه آتلانتیک | بيرينيه أتلانتيك
Deux-Sèvres: دو سور | دو سيفر
Vienne: وین | فيين
Haute-Vienne: اوت وین | أوت فيين
"""
_WORK = """
cuisine | cuisinier: آشپز | آشپزی | آشپزخانه | طباخ | طباخة | طباخی | طبخ | مطبخ | پخلی | اشپز
interprète | interprétariat: مترجم | مترجمة | ترجمان | ترجمانی | ترجمه | ترجمة | ژباړن | ژباړونکی
accueil: پذیرش | استقبال | مسؤول استقبال | هرکلی
chauffeur | conducteur: راننده | رانندگی | دریور | موټروان | سائق | ډریور
ménage | nettoyage | entretien: نظافت | نظافتچی | صفاکار | صفاکاری | تنظيف | عامل نظافة | پاکوونکی
"""


def _read(lines: str) -> search.Meanings:
    """Spelling, as the search cuts it into words → the French phrases it may stand for."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines.strip().splitlines():
        french, _colon, spellings = line.partition(":")
        for spelling in spellings.split("|"):
            words = search.folded_words(spelling)
            # « سن دنی » is also typed in one word, or with a joiner that the search drops.
            for key in (words, ("".join(words),)):
                meant = (*found.get(key, ()), *(part.strip() for part in french.split("|")))
                found[key] = tuple(dict.fromkeys(meant))
    return found


MEANINGS = _read(_PLACES + _WORK)
