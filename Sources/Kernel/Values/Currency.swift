/// A currency of ISO 4217, by its three-letter code, with the number of decimals its minor unit has.
package struct Currency: Hashable, Sendable {
    /// The upper-case alphabetic code: `USD`.
    package let code: String
    /// Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD.
    package let decimals: Int

    /// - Parameter code: an active ISO 4217 code in upper case; anything else gives nil.
    package init?(code: String) {
        guard let decimals = Self.decimalsByCode[code] else { return nil }
        self.code = code
        self.decimals = decimals
    }
}

extension Currency {
    /// ISO 4217 list one (active codes, as of 2026: XCG is in; ANG, BGN and HRK are out), without precious
    /// metals, testing codes and bond-market units.
    private static let decimalsByCode: [String: Int] = {
        var table: [String: Int] = [:]
        for (decimals, codes) in [(0, noDecimals), (2, twoDecimals), (3, threeDecimals), (4, fourDecimals)] {
            for code in codes.split(whereSeparator: \.isWhitespace) { table[String(code)] = decimals }
        }
        return table
    }()

    private static let noDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let threeDecimals = "BHD IQD JOD KWD LYD OMR TND"
    private static let fourDecimals = "CLF UYW"
    private static let twoDecimals = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
        COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
        STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """
}
