/// Decision records have a number each, and the index lists them all.
enum DecisionRecords {
    static func violations(names: [String], index: String) -> [Violation] {
        let records = names.filter { $0 != "README.md" }.sorted()
        var titles: [Substring: String] = [:]
        return records.flatMap { name -> [Violation] in
            let path = "docs/decisions/\(name)"
            let number = name.prefix(4)
            var violations: [Violation] = []
            if number.count != 4 || !number.allSatisfy(\.isNumber) {
                violations.append(Violation(path: path, line: 0, problem: "does not start with four digits"))
            } else if let other = titles.updateValue(name, forKey: number) {
                violations.append(Violation(path: path, line: 0, problem: "has the number of \(other)"))
            }
            if !index.contains("[\(number)](\(name))") {
                violations.append(Violation(path: path, line: 0, problem: "is not in the index"))
            }
            return violations
        }
    }
}
