-- What a call's cost is made of: bucket:quantity:price, the price in dollars for the unit it is published for, e.g. "input:24:0.4 output:50:1.6".
ALTER TABLE usage_ledger ADD COLUMN charges TEXT;
