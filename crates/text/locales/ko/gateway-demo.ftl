# `handfast-gateway demo`가 터미널에서 하는 말.
begun = 게이트웨이 주소는 { $address }이고, 뒤에 시연용 백엔드가 있어요. 키와 인증서, gateway.toml은 { $folder } 폴더에 있어요.
with-alice = alice의 인증서로: 백엔드가 인사하고, 전해 받은 내용을 보여 줘요.
with-none = 인증서 없이: 400, 여기에는 클라이언트 인증서가 필요해요.
with-stranger = 다른 인증 기관(CA)의 인증서로: 400, 누가 발급했는지 알려 줘요.
end = 요청은 아래에 하나씩 보여요. Ctrl-C를 누르면 끝나고 폴더도 지워져요.
folder = { $folder } 폴더를 만들 수 없어요: { $reason }.
    .try = 이 사용자가 쓸 수 있는 곳에 아직 없는 폴더를 --folder로 적어 주세요.
backend = 시연용 백엔드를 시작할 수 없어요: { $reason }.
    .try = 127.0.0.1의 포트를 비우거나 이 사용자의 한도를 올려 주세요.
