/// What an ``OrderID`` identifies: every context speaks of orders by their id, and only Orders knows what one is.
package enum OrderSubject {}

package typealias OrderID = Identifier<OrderSubject>
