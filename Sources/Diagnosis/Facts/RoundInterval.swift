internal import Timeline

/// A length of time at which somebody's timer ends connections, as far as timers of that length are known.
struct RoundInterval {
  /// What the timer counts.
  enum Count {
    /// Time in which nothing went one way, or either.
    case quiet
    /// Time since the connection was made.
    case life
  }

  var length: Nanoseconds
  /// Whose it may be: `nginx's proxy_read_timeout, for one`; nil where none of that length is known.
  var whose: String?

  /// What a timer is off by: it begins with the last byte, and fires when its loop comes round.
  private static let slack = Nanoseconds.milliseconds(500)
  /// Whole tens of seconds are somebody's setting; others have to be known.
  private static let round = 10

  private static let quiet: [Int: String] = [
    55: "Heroku's router, for one", 60: "nginx's `proxy_read_timeout` or a load balancer's idle timeout, for one",
    100: "Cloudflare's, for one",
    240: "Azure's load balancer, for one", 300: "Envoy's `stream_idle_timeout`, for one", 350: "an AWS network load balancer, for one",
    600: "an API gateway's idle timeout, for one", 3600: "HAProxy's `timeout tunnel` as many set it, for one",
  ]

  private static let life: [Int: String] = [
    30: "a token that lives 30 s (the vendor's grants do), or a load balancer's backend timeout, for one",
    40: "pings that a library sends every 20 s and gives 20 s to be answered, for one",
    60: "a token of one minute, or a gateway's request timeout, for one",
    120: "a gateway's request timeout, for one", 300: "a token of five minutes, or a function's longest run, for one",
    600: "a token of ten minutes, for one", 900: "a token of a quarter of an hour, or a function's longest run, for one",
    3600: "a token of an hour, or a limit of an hour on a request, for one",
  ]

  /// Nil where the time is no round one.
  init?(_ time: Nanoseconds, of count: Count) {
    let table = count == .quiet ? Self.quiet : Self.life
    let nearest = Int((time.seconds).rounded())
    let known = table.keys.filter { abs(time - .seconds(Double($0))) <= Self.slack }.min()
    let tens = (time.seconds / Double(Self.round)).rounded() * Double(Self.round)
    guard let whole = known ?? (tens >= 20 && abs(time - .seconds(tens)) <= Self.slack / 2 ? Int(tens) : nil), nearest > 0 else {
      return nil
    }
    length = .seconds(Double(whole))
    whose = table[whole]
  }
}
