internal import Timeline

/// Figures as people write them, in findings and in reports.
package enum Wording {
  /// `1 message`, `2 messages`.
  package static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with exactly so many decimals: `2.50`.
  package static func decimal(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    guard value.isFinite, abs(value) < 1e15 / scale else { return "\(value)" }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int64(scale))
    return "\(sign)\(scaled / Int64(scale)).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// `a`, `a and b`, `a, b and c`.
  package static func list(_ words: [String], _ conjunction: String = "and") -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}

// Rules say them in every other line, and by their bare names.

/// Seconds for people: `2.9 s`, `0.35 s`, `12 ms`.
func seconds(_ value: Double) -> String {
  let magnitude = abs(value)
  if magnitude > 0, magnitude < 0.0005 { return "less than 1 ms" }
  if magnitude < 0.0995 { return "\(Int((value * 1000).rounded())) ms" }
  return magnitude < 1 ? "\(decimal(value, 2)) s" : "\(decimal(value, 1)) s"
}

func seconds(_ value: Nanoseconds) -> String { seconds(value.seconds) }

func decimal(_ value: Double, _ places: Int) -> String { Wording.decimal(value, places) }

func count(_ number: Int, _ noun: String) -> String { Wording.count(number, noun) }

func list(_ words: [String]) -> String { Wording.list(words) }

/// The switch that shows the other side of the relay, and what will be seen there.
func seeServiceHop(_ what: String) -> Separation { .serviceHop(shows: what) }

/// Parts of a sentence, joined: each is type-checked by itself, which a chain of `+` is not.
func sentence(_ parts: String...) -> String { parts.joined() }

/// A moment of the run, where there is one.
func moment(_ time: Nanoseconds?) -> String { time.map { seconds($0) } ?? "no time" }

/// As a sentence begins.
func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
