# The frame around all rooms.
name = Handfast
rooms = Rooms
skip = Skip to the content
unsaved = { $count ->
    [one] { NUMBER($count) } private key is not saved yet
   *[other] { NUMBER($count) } private keys are not saved yet
}
failed = The page stopped at “{ $where }”.
    .try = Reload it and try again.
