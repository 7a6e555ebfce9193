// Pages are whole without this. It only makes them pleasant.
"use strict";
