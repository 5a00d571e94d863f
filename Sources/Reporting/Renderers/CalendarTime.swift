/// A point in time as the calendar has it, in UTC.
package struct CalendarTime: Sendable {
  /// Nanoseconds since the Unix epoch.
  package var unixNanoseconds: Int64

  package init(unixNanoseconds: Int64) { self.unixNanoseconds = unixNanoseconds }

  /// `2026-11-23T09:00:34`: JUnit's `timestamp` has neither fraction nor zone.
  package var text: String {
    let seconds = unixNanoseconds.dividedDown(by: 1_000_000_000)
    let days = seconds.dividedDown(by: 86_400)
    let time = seconds - days * 86_400
    let (year, month, day) = Self.date(days)
    let parts = [month, day, time / 3600, time / 60 % 60, time % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])"
  }

  /// The Gregorian date of a day counted from 1970-01-01. Years begin in March here, so that the leap day comes last.
  private static func date(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = shifted.dividedDown(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
