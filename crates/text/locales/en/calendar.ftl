# expiry.ics: what a calendar shows.
file = the days on which something ends, for your calendar
title = The same days for your calendar
what = Open the saved file, and your calendar takes the days over, with alarms before each. A newer file replaces the entries of an older one.
summary = Ends: { $what } ({ $service })
server = After this moment every call fails. Issue the next server certificate in Handfast and install its bundle.
client = After this moment this caller is refused. Issue the next certificate in Handfast and hand its bundle over.
authority = After this moment every call fails, whatever the other certificates say. Make a new authority, with new certificates for the server and all callers.
list = After this moment the server refuses everybody. Sign the next list in Handfast and put it in place.
partner-list = After this moment the server refuses all callers of that authority. Get the next list from the partner and put it in place.
