internal import Foundation
internal import Running
internal import Scenarios
internal import Speech
internal import Timeline

/// What `init` was told, as it may stand in a file: secrets as names of variables of the environment.
struct InitWords {
  let relay: String
  let headers: [(name: String, variable: String)]

  init(url: String, headers: [String]) {
    var written = url
    for secret in SecretFinder.secrets(inURL: url) {
      written = written.replacingOccurrences(of: secret, with: "${\(Self.token)}")
    }
    relay = written
    self.headers = headers.map { header in
      let name = String(header.prefix { $0 != ":" })
      return (name, "RELAY_" + name.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined())
    }
  }

  /// Those that a run with the file wants.
  var variables: [String] { (relay.contains("${\(Self.token)}") ? [Self.token] : []) + headers.map(\.variable) }

  private static let token = "RELAY_TOKEN"

  /// What a URL's own query says of the audio is believed.
  static func first(for url: String) -> ProfileGuess {
    let items = QueryString.parse(String(url.drop { $0 != "?" })).items
    guard let said = items.first(where: { $0.name == "sample_rate" }), let rate = Int(said.value), (1...384_000).contains(rate) else {
      return ProfileGuess()
    }
    return ProfileGuess(sound: .samples(rate))
  }
}
