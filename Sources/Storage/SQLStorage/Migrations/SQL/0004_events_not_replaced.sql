-- REPLACE deletes the row that is in its way without the delete trigger, unless recursive triggers are on, and another
-- program than this one may not have them on.

-- dialect: sqlite
CREATE TRIGGER order_events_no_replace BEFORE INSERT ON order_events
WHEN EXISTS (SELECT 1 FROM order_events WHERE position = NEW.position)
    OR EXISTS (SELECT 1 FROM order_events WHERE order_id = NEW.order_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
-- dialect: all
