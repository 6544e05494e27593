//! Countries by name, in English and the frequent ones in French, and by code (ISO 3166).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::super::fold;

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "Afghanistan", "Albania", "Algeria", "Algérie", "Allemagne", "American Samoa", "Andorra", "Angola", "Antigua and Barbuda",
    "Arabie saoudite", "Argentina", "Argentine", "Armenia", "Australia", "Australie", "Austria", "Autriche", "Azerbaijan",
    "Bahamas", "Bahrain", "Bangladesh", "Barbados", "Belarus", "Belgique", "Belgium", "Belize", "Benin", "Bermuda", "Bhutan",
    "Bolivia", "Bosnia and Herzegovina", "Botswana", "Brazil", "Brunei", "Brésil", "Bulgaria", "Bulgarie", "Burkina Faso",
    "Burma", "Burundi", "Cabo Verde", "Cambodia", "Cameroon", "Cameroun", "Canada", "Cape Verde", "Central African Republic",
    "Chad", "Chile", "Chili", "China", "Chine", "Chypre", "Colombia", "Colombie", "Comoros", "Congo", "Corée du Sud",
    "Costa Rica", "Cote d'Ivoire", "Croatia", "Croatie", "Cuba", "Cyprus", "Czech Republic", "Czechia", "Danemark",
    "Democratic Republic of the Congo", "Denmark", "Djibouti", "Dominica", "Dominican Republic", "East Timor", "Ecuador",
    "Egypt", "El Salvador", "England", "Equatorial Guinea", "Eritrea", "Espagne", "Estonia", "Estonie", "Eswatini", "Ethiopia",
    "Faroe Islands", "Fiji", "Finland", "Finlande", "France", "French Guiana", "French Polynesia", "Gabon", "Gambia", "Germany",
    "Ghana", "Great Britain", "Greece", "Greenland", "Grenada", "Grèce", "Guatemala", "Guinea", "Guinea-Bissau", "Guyana",
    "Haiti", "Holland", "Honduras", "Hong Kong", "Hongrie", "Hungary", "Iceland", "Inde", "India", "Indonesia", "Indonésie",
    "Iran", "Iraq", "Ireland", "Irlande", "Islande", "Isle of Man", "Israel", "Israël", "Italie", "Italy", "Ivory Coast",
    "Jamaica", "Japan", "Japon", "Kazakhstan", "Kenya", "Kiribati", "Korea", "Kosovo", "Kuwait", "Kyrgyzstan", "Laos", "Latvia",
    "Lebanon", "Lesotho", "Lettonie", "Liban", "Liberia", "Libya", "Liechtenstein", "Lithuania", "Lituanie", "Luxembourg",
    "Macau", "Macedonia", "Madagascar", "Malawi", "Malaysia", "Maldives", "Mali", "Malta", "Maroc", "Marshall Islands",
    "Mauritania", "Mauritius", "Mexico", "Mexique", "Micronesia", "Moldova", "Monaco", "Mongolia", "Montenegro", "Morocco",
    "Mozambique", "Myanmar", "Namibia", "Nauru", "Nepal", "Netherlands", "New Caledonia", "New Zealand", "Nicaragua", "Niger",
    "Nigeria", "North Korea", "North Macedonia", "Norvège", "Norway", "Nouvelle-Zélande", "Oman", "Pakistan", "Palau",
    "Palestine", "Panama", "Papua New Guinea", "Paraguay", "Pays-Bas", "Peru", "Philippines", "Poland", "Pologne", "Portugal",
    "Puerto Rico", "Pérou", "Qatar", "Romania", "Roumanie", "Royaume-Uni", "Russia", "Russian Federation", "Russie", "Rwanda",
    "Saint Lucia", "Samoa", "San Marino", "Sao Tome and Principe", "Saudi Arabia", "Scotland", "Senegal", "Serbia",
    "Seychelles", "Sierra Leone", "Singapore", "Slovakia", "Slovaquie", "Slovenia", "Slovénie", "Solomon Islands", "Somalia",
    "South Africa", "South Korea", "South Sudan", "Spain", "Sri Lanka", "Sudan", "Suisse", "Suriname", "Suède", "Swaziland",
    "Sweden", "Switzerland", "Syria", "Sénégal", "Taiwan", "Tajikistan", "Tanzania", "Tchéquie", "Thailand", "Thaïlande",
    "The Netherlands", "Timor-Leste", "Togo", "Tonga", "Trinidad and Tobago", "Tunisia", "Tunisie", "Turkey", "Turkmenistan",
    "Turquie", "Tuvalu", "Türkiye", "UK", "USA", "Uganda", "Ukraine", "United Arab Emirates", "United Kingdom", "United States",
    "United States of America", "Uruguay", "Uzbekistan", "Vanuatu", "Venezuela", "Viet Nam", "Vietnam", "Viêt Nam", "Wales",
    "Western Sahara", "Yemen", "Zambia", "Zimbabwe", "Égypte", "Émirats arabes unis", "États-Unis",
];

/// Codes of two letters, and those of three in wide use.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD", "BE",
    "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD",
    "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM",
    "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU",
    "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN",
    "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME",
    "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM",
    "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI",
    "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK",
    "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW", "ARE", "ARG", "AUS", "AUT", "BEL", "BGD", "BGR", "BRA", "CAN", "CHE",
    "CHL", "CHN", "CIV", "CMR", "COL", "CYP", "CZE", "DEU", "DNK", "DZA", "ECU", "EGY", "ESP", "EST", "ETH", "FIN", "FRA",
    "GBR", "GHA", "GRC", "HRV", "HUN", "IDN", "IND", "IRL", "IRN", "IRQ", "ISL", "ISR", "ITA", "JPN", "KEN", "KOR", "KWT",
    "LTU", "LUX", "LVA", "MAR", "MEX", "MLT", "MYS", "NGA", "NLD", "NOR", "NZL", "PAK", "PER", "PHL", "POL", "PRT", "QAT",
    "ROU", "RUS", "SAU", "SEN", "SGP", "SVK", "SVN", "SWE", "THA", "TUN", "TUR", "UKR", "URY", "USA", "VEN", "VNM", "ZAF", "UK",
];

/// Whether a text names a country.
pub(super) fn is_country(text: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| NAMES.iter().map(|name| key(name)).collect());
    KNOWN.contains(&key(text))
}

/// Whether a text is the code of a country or names one.
pub(super) fn is_country_code(text: &str) -> bool {
    CODES.contains(&text.to_ascii_uppercase().as_str()) || is_country(text)
}

fn key(text: &str) -> String {
    fold::key(&text.replace('&', "and"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        assert!(
            is_country("Trinidad & Tobago ")
                && is_country("côte d’ivoire")
                && is_country("ÉTATS-UNIS")
        );
        assert!(is_country_code("fr") && is_country_code("DEU") && !is_country("fr"));
        assert!(!is_country("Paris") && !is_country_code("XQ"));
    }
}
