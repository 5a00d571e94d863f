internal import Timeline
internal import Yams

extension FileForm where Value == [String] {
  /// Names of built-in scenarios, and paths of files.
  static var scenarios: Self {
    let one = SchemaParts.either(SchemaParts.word(BuiltIns.scenarioNames), SchemaParts.pattern("/|\\.ya?ml$"))
    return Self(SchemaParts.list(of: one, atLeast: 1)) { value throws(ConfigurationError) in
      let allowed = BuiltIns.scenarioNames + ["paths of YAML files"]
      let entries = try value.list()
      guard !entries.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: allowed) }
      var names: [String] = []
      for entry in entries {
        let name = try entry.text()
        let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        guard isPath || BuiltIns.scenarioNames.contains(name) else {
          throw entry.fault(
            "unknown scenario '\(Quoting.short(name))'", allowed: allowed, nearest: NearestName.find(name, among: BuiltIns.scenarioNames))
        }
        names.append(name)
      }
      return names
    }
  }

  /// Host names, in which a `*` stands for one label or more.
  static var hostPatterns: Self {
    let one = SchemaParts.pattern("^(\\*\\.)?[A-Za-z0-9_-]+(\\.(\\*|[A-Za-z0-9_-]+))*$")
    return Self(SchemaParts.list(of: one)) { value throws(ConfigurationError) in
      var hosts: [String] = []
      for entry in try value.list() {
        let host = try entry.text()
        let isLegal = host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
          label == "*" || !label.isEmpty && label.utf8.allSatisfy { $0.isLetterOrDigit || "-_".utf8.contains($0) }
        }
        guard isLegal, host.utf8.contains(where: \.isLetterOrDigit) else {
          throw entry.fault(
            "'\(value.name)' has '\(Quoting.short(host))'",
            allowed: ["host names without scheme and port, as stt.example.com or *.stt.example.com"])
        }
        hosts.append(host)
      }
      return hosts
    }
  }
}

extension FileForm where Value == [ReportFormat] {
  /// A list, or one text with commas as on the command line.
  static var reports: Self {
    let names = ReportFormat.names
    let any = names.joined(separator: "|")
    let schema = SchemaParts.either(
      SchemaParts.list(of: SchemaParts.word(names), atLeast: 1), SchemaParts.pattern("^ *(\(any))( *, *(\(any)))* *$"))
    return Self(schema) { value throws(ConfigurationError) in
      guard value.node.sequence != nil else {
        let list = try value.text()
        return try told(of: value) { () throws(NameList.Fault) in try NameList.read(list) }
      }
      let entries = try value.list()
      guard !entries.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: names) }
      var formats: [ReportFormat] = []
      for entry in entries {
        let word = try entry.text()
        let read = try told(of: entry) { () throws(NameList.Fault) in try NameList.read([word]) }
        formats += read.filter { !formats.contains($0) }
      }
      return formats
    }
  }

  /// What is wrong with a name, with its place.
  private static func told(
    of place: YAMLValue, _ read: () throws(NameList.Fault) -> [ReportFormat]
  ) throws(ConfigurationError) -> [ReportFormat] {
    do { return try read() } catch {
      let names = ReportFormat.names
      switch error {
      case .empty: throw place.fault("'\(place.name)' is empty", allowed: names)
      case .unknown(let word):
        throw place.fault("unknown format '\(Quoting.short(word))'", allowed: names, nearest: NearestName.find(word, among: names))
      }
    }
  }
}

extension FileForm where Value == String {
  static var suite: Self {
    Self(SchemaParts.word(Suite.all.map(\.name))) { value throws(ConfigurationError) in
      let name = try value.text()
      switch Suite.named(name) {
      case .found: return name
      case .unknown(let problem, let allowed, let nearest): throw value.fault(problem, allowed: allowed, nearest: nearest)
      }
    }
  }

  /// Expanded by the shell that runs it, and by nobody before.
  static var command: Self {
    Self(SchemaParts.pattern("[^ ]")) { value throws(ConfigurationError) in
      let text = try value.text()
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw value.fault("'\(value.name)' is empty", allowed: ["a command for a shell, such as uvicorn app:app --port 8080"])
      }
      return text
    }
  }

  static var hostAndPort: Self {
    Self(SchemaParts.pattern("^.+:[0-9]+$")) { value throws(ConfigurationError) in
      let text = try value.text()
      guard let colon = text.lastIndex(of: ":"), colon > text.startIndex, let port = Int(text[text.index(after: colon)...]),
        (0...65_535).contains(port)
      else { throw value.fault("'\(value.name)' is '\(Quoting.short(text))'", allowed: ["HOST:PORT, such as 127.0.0.1:8081"]) }
      return text
    }
  }
}
