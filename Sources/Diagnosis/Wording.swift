internal import Timeline

/// Seconds for people: `2.9 s`, `0.35 s`, `12 ms`.
func seconds(_ value: Double) -> String {
  let magnitude = abs(value)
  if magnitude > 0, magnitude < 0.0005 { return "less than 1 ms" }
  if magnitude < 0.0995 { return "\(Int((value * 1000).rounded())) ms" }
  return magnitude < 1 ? "\(decimal(value, 2)) s" : "\(decimal(value, 1)) s"
}

func seconds(_ value: Nanoseconds) -> String { seconds(value.seconds) }

/// A number with so many decimals, without trailing zeros lost: `2.50`.
func decimal(_ value: Double, _ places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  let scaled = Int64((abs(value) * scale).rounded())
  let whole = scaled / Int64(scale)
  let fraction = String(scaled % Int64(scale))
  let sign = value < 0 && scaled != 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(whole)" }
  return "\(sign)\(whole).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
}

/// `1 message`, `2 messages`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

/// Words as a list: `a`, `a and b`, `a, b and c`.
func list(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

/// The switch that shows the other side of the relay, and what will be seen there.
func seeServiceHop(_ what: String) -> Separation { .serviceHop(shows: what) }

/// Parts of a sentence, joined: each is type-checked by itself, which a chain of `+` is not.
func sentence(_ parts: String...) -> String { parts.joined() }

/// A moment of the run, where there is one.
func moment(_ time: Nanoseconds?) -> String { time.map { seconds($0) } ?? "no time" }

/// As a sentence begins.
func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
