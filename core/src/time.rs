//! Times as seconds since 1970, in UTC. The core has no clock; these are times that somebody wrote.

/// Seconds from 1970-01-01 00:00:00 to a time of the Gregorian calendar.
pub const fn seconds(year: i64, month: i64, day: i64, time_of_day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = 365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468;
    days * 86_400 + time_of_day
}

/// Reads `2026-11-24`, `2026-11-24T08:30:00Z` or plain seconds since 1970.
pub fn parse(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let [year, month, day] = numbers(date, '-')?;
    let time_of_day = match time {
        None => 0,
        Some(time) => {
            let [hour, minute, second] = numbers(time.strip_suffix('Z')?, ':')?;
            (hour < 24 && minute < 60 && second < 61).then_some(hour * 3600 + minute * 60 + second)?
        }
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| seconds(year, month, day, time_of_day))
}

/// The day of a time, as `2026-11-24`.
pub fn date(seconds: i64) -> String {
    // The inverse of `seconds`: eras of 400 years, years that begin in March.
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + next)
}

/// Three numbers, of digits only.
fn numbers(text: &str, between: char) -> Option<[i64; 3]> {
    let mut parts =
        text.split(between).map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_they_are_read() {
        for text in ["1970-01-01", "2024-02-29", "2000-03-01", "1999-12-31", "2026-11-24", "1900-02-28", "9999-12-31"] {
            assert_eq!(date(parse(text).unwrap() + 86_399), text);
        }
    }

    #[test]
    fn written_times_are_read() {
        for (text, expected) in [
            ("1970-01-01", Some(0)),
            ("2024-02-29T12:00:00Z", Some(1_709_208_000)),
            ("2026-03-01", Some(1_772_323_200)),
            ("1772323200", Some(1_772_323_200)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("2026-13-01", None),
            ("2026-11-24T25:00:00Z", None),
            ("2026-11-24 08:00", None),
            ("tomorrow", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
