extension ShippingLabel {
    /// The label as an SVG picture of 4 by 6 inches.
    package var svg: String {
        let height = isSmall ? 30 : 44
        var texts = [Self.text(heading, left: LabelSheet.margin, baseline: 100, height: 56)]
        for (index, line) in recipient.enumerated() {
            texts.append(
                Self.text(
                    line,
                    left: LabelSheet.margin,
                    baseline: 190 + index * (height + 6),
                    height: height
                )
            )
        }
        texts += [
            Self.text("Order \(orderID)", left: LabelSheet.margin, baseline: 1120, height: 26),
            Self.text("Shipment \(shipmentID)", left: LabelSheet.margin, baseline: 1160, height: 26),
        ]
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="4in" height="6in" \
            viewBox="0 0 \(LabelSheet.width) \(LabelSheet.height)">
            <rect width="100%" height="100%" fill="#fff"/>
            \(texts.joined(separator: "\n"))
            \(bars(top: 820, height: 200))
            <text x="\(LabelSheet.width / 2)" y="1060" text-anchor="middle" font-family="monospace" \
            font-size="32">\(Self.xml(code))</text>
            </svg>

            """
    }

    /// The bars as one path, at least as wide a quiet zone on both sides as scanners need.
    private func bars(top: Int, height: Int) -> String {
        let module = max(1, LabelSheet.width / (barcode.moduleCount + 2 * Code128.quietZone))
        var left = (LabelSheet.width - barcode.moduleCount * module) / 2
        var path = ""
        for (index, width) in barcode.widths.enumerated() {
            if index.isMultiple(of: 2) { path += "M\(left) \(top)h\(width * module)v\(height)h-\(width * module)z" }
            left += width * module
        }
        return "<path d=\"\(path)\" fill=\"#000\" shape-rendering=\"crispEdges\"/>"
    }

    private static func text(_ text: String, left: Int, baseline: Int, height: Int) -> String {
        """
        <text x="\(left)" y="\(baseline)" font-family="sans-serif" font-size="\(height * 3 / 4)">\(xml(text))</text>
        """
    }

    /// A text between tags; what XML 1.0 has no place for becomes U+FFFD.
    private static func xml(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
