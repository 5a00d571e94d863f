internal import Dialects
internal import Timeline
internal import Wire

/// Reads a profile from YAML; the first thing wrong ends it with its place, what is allowed and the nearest name.
///
/// No message holds a value that came from `${NAME}`: what is quoted is the text as written.
package enum ProfileReader {
  /// - Parameters:
  ///   - file: the file's name as the user gave it; it begins every message.
  ///   - environment: what `${NAME}` looks up.
  ///   - login: the result of the profile's login; nil before it: the profile is checked all the same, and where `${login}` stands is
  ///     a word in its place.
  ///   - faults: names that `fault` may have; empty takes any.
  package static func read(
    _ bytes: [UInt8], file: String, environment: [String: String], login: String? = nil, faults: [String] = []
  ) throws(ConfigurationError) -> ProfileFile {
    let root = try YAMLText.parse(bytes, file: file, wants: "a profile")
    let mapping = try root.mapping()
    if mapping["steps"] != nil { throw root.fault("this is a scenario, a profile was expected", advice: "pass it as an argument of run") }
    let logsIn = mapping["login"].map { !$0.isNothing } ?? false
    let substitution = Substitution(environment: environment, login: logsIn ? login ?? Login.placeholder : nil)
    var draft = ProfileDraft(substitution: substitution, faults: faults)
    try ProfileKeys.all.read(mapping, into: &draft)
    if draft.profile.dialect?.isBrowser == true { try keepBrowserRules(mapping, &draft.profile) }
    draft.profile.secrets = draft.substitution.secrets
    return ProfileFile(profile: draft.profile, options: draft.options)
  }

  /// What a browser offers is offered; what no page can send is said at once.
  private static func keepBrowserRules(_ mapping: YAMLMapping, _ profile: inout Profile) throws(ConfigurationError) {
    if let headers = mapping["headers"], let header = profile.headers.first(where: { !BrowserRules.maySend(header: $0.name) }) {
      throw headers.fault(
        "'headers' has \(header.name), which no page in a browser can send (client: { browser: true })", allowed: BrowserRules.headers,
        advice: "give a token as a subprotocol, in the query, or as a cookie")
    }
    if mapping["compression"] == nil { profile.connection.compression = .usual }
  }
}
