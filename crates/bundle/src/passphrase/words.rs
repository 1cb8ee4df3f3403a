//! Words that stand in passphrases more often than others, the commonest first. Data alone.

/// What people choose as a password by itself.
pub(super) const PASSWORDS: &str = "123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 \
admin welcome letmein monkey login abc123 football iloveyou master sunshine princess shadow superman michael trustno1 \
baseball batman passw0rd hello charlie donald freedom whatever qazwsx starwars 654321 jordan harley ranger buster soccer \
hockey killer george pepper ginger summer winter spring autumn secret root toor changeme default guest test test123 \
administrator qwerty123 1q2w3e4r 1q2w3e 1qaz2wsx zaq12wsx asdfgh zxcvbn qwertyuiop asdfghjkl zxcvbnm q1w2e3r4 pass \
pass1234 password1 letmein1 access flower mustang computer internet server cisco oracle mysql postgres redis docker \
kubernetes nginx openssl ubuntu debian linux windows microsoft google naver kakao samsung android iphone apple hunter \
hunter2 andrew thomas robert daniel jessica jennifer joshua matthew ashley nicole hannah amanda cookie pokemon naruto \
minecraft matrix cheese banana orange purple silver golden yellow diamond phoenix tigger snoopy maggie yankees lakers \
arsenal chelsea liverpool barcelona corvette ferrari mercedes porsche nirvana metallica blink182 rockyou chocolate \
butterfly lovely angel babygirl friends forever family jesus christ heaven bless lucky loveme lover fuckyou asshole \
saranghae sarang annyeong korea seoul busan hangul gangnam corea daehan minguk asdf asdf1234 qwer qwer1234 zxcv tiger \
eagle falcon cobra wizard magic mypassword secret123 p4ssw0rd correcthorsebatterystaple correct horse battery staple \
certificate client mtls production staging private public backup example security demo temp foobar foo bar baz xyzzy";

/// Common English words and names of three letters and more.
pub(super) const WORDS: &str = "the and you for not are but all any can had her was one our out day get has him his how man \
new now old see two way who boy did its let put say she too use dad mom cat dog car sun sea sky red big bad hot ice key win \
zoo fox cow pig bee ant hen owl rat bat top ten six yes age air arm art ask bag bed bit box bus buy cry cup cut die dry ear \
eat egg end eye far fat few fit fly fun god gun guy hit job joy kid law leg lie lot low mad map may mix net nor off oil own \
pay pen pet pop run sad sit son tax tea tie toy try van via wet why jumps over lazy that with have this will your from they know want been good much some time very when come \
here just like long make many more only over such take than them well were what about after again other could first great \
house little might never place right small sound still their there these thing think three water where which world would \
write people because before through should between another different thought another always together example important \
until children begin began country example river mountain ocean forest garden window kitchen table chair door floor wall \
light dark black white blue green brown grey pink color colour music song dance movie book story letter paper pencil school \
college teacher student doctor nurse lawyer engineer manager company office business market money bank price cost dollar \
euro pound million thousand hundred seven eight nine eleven twelve twenty thirty monday tuesday wednesday thursday friday \
saturday sunday january february march april june july august september october november december morning evening night \
midnight noon today tomorrow yesterday week month year minute second hour clock early late soon fast slow quick happy sad \
angry hungry thirsty tired sleepy strong weak heavy young funny crazy stupid smart clever brave kind gentle nice sweet \
bitter sour salty coffee beer wine milk bread butter cheese apple lemon cherry grape peach tomato potato onion garlic sugar \
salt pepper honey cake cookie pizza pasta rice soup salad chicken beef pork fish bird horse mouse rabbit monkey lion bear \
wolf snake frog duck goose sheep goat cattle pony puppy kitten tree leaf root branch grass rose lily daisy flower fruit \
seed earth moon star planet galaxy space rocket engine train plane ship boat truck bicycle wheel road street bridge tower \
castle palace church temple hotel airport station harbor island beach desert valley lake storm thunder lightning rain snow \
wind cloud fire flame smoke stone rock iron steel copper metal glass wood plastic cotton leather shirt shoes jacket dress \
hat coat pants sock glove ring gold silver crown king queen prince knight sword shield arrow battle war peace soldier army \
hero legend dragon demon ghost witch wizard giant dwarf monster zombie robot machine computer keyboard screen laptop phone \
camera radio television internet network server client cloud data base code program script system linux kernel file folder \
password secret private public security crypto cipher hash token access login user admin root guest account email message \
mail chat game play player winner loser champion trophy soccer tennis hockey baseball basketball football swimming running \
jumping walking sleeping eating drinking reading writing singing dancing driving flying working learning love hate life \
death birth baby child woman girl brother sister mother father uncle aunt cousin grandma grandpa wife husband friend enemy \
neighbor stranger lovely beautiful pretty ugly clean dirty empty full open close start stop begin finish front back left \
north south east west center middle inside outside above below under around across along behind beyond against without \
during every each both either neither nothing something anything everything someone anyone everyone nobody somewhere \
anywhere everywhere maybe perhaps really quite rather almost enough alone simple easy hard difficult possible special \
normal strange perfect correct wrong true false real fake free busy rich poor cheap expensive famous ancient modern classic \
london paris berlin tokyo york chicago boston texas california america england britain france germany spain italy russia \
china japan korea india canada mexico brazil africa europe asia australia james john robert david william richard joseph \
thomas charles daniel matthew anthony mark donald steven paul andrew kevin brian george edward ronald timothy jason jeffrey \
ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank gregory raymond alexander \
patrick jack dennis jerry tyler aaron jose henry adam nathan peter kyle walter mary patricia jennifer linda elizabeth \
barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley dorothy kimberly emily donna michelle carol \
amanda melissa deborah stephanie rebecca laura helen sharon cynthia anna emma olivia sophia minsu jiho jimin minji sujin \
younghee chulsoo kim lee park choi jung kang yoon jang";

/// What Korean users choose, as it is written; typed on the two-set layout it looks random.
pub(super) const KOREAN: &str = "비밀번호 사랑해 안녕하세요 안녕 사랑 암호 패스워드 관리자 서버 인증서 비번 열쇠 대한민국 한국 서울 부산 대구 인천 광주 \
대전 울산 제주 제주도 강남 나라 우리 우리나라 회사 학교 대학교 대학 선생님 학생 친구 가족 엄마 아빠 어머니 아버지 할머니 할아버지 동생 누나 오빠 형 언니 \
아들 딸 아기 남편 아내 여보 자기 사람 사람들 오늘 내일 어제 지금 시간 아침 점심 저녁 하늘 바다 산 강 구름 바람 햇살 달 별 꽃 나무 무궁화 진달래 장미 벚꽃 \
봄 여름 가을 겨울 월요일 화요일 수요일 목요일 금요일 토요일 일요일 고양이 강아지 호랑이 토끼 사자 곰 돼지 소 말 새 물고기 나비 사과 바나나 딸기 포도 수박 \
김치 밥 라면 치킨 맥주 소주 커피 물 불고기 비빔밥 떡볶이 김밥 행복 희망 평화 자유 꿈 마음 행운 건강 감사 감사합니다 고맙습니다 미안해 미안합니다 축하 \
화이팅 파이팅 천사 왕자 공주 바보 멍청이 최고 대박 진짜 정말 아리랑 애국가 동해물과 백두산이 마르고 닳도록 하느님이 보우하사 만세 독도 한글 세종대왕 이순신 \
김 이 박 최 정 강 조 윤 장 임 김민수 이영희 홍길동 철수 영희 민수 지민 지훈 서연 서준 민준 하은 개발 개발자 테스트 시험 컴퓨터 인터넷 네트워크 보안 \
개인정보 접속 로그인 사용자 클라이언트 데이터 프로그램 휴대폰 전화 번호 이름 생일 돈 은행 통장 집 아파트 자동차 기차 비행기 여행 영화 음악 노래 게임 축구 \
야구 농구 운동 공부 무지개 다람쥐 도깨비 곰돌이 귀염둥이 가나다라 가나다 아자아자 홧팅 안녕히계세요 반갑습니다 어서오세요 여기 저기 모두 하나 둘 셋";

/// Pairs of letters that make up some three quarters of English text.
pub(super) const PAIRS: &str = "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de \
se le sa si ar ve ra ld ur me ne wa li ll ho ro io ri om ma co ic be no el ec us ce la tr pe ta di ss ch ca so ee lo em ct \
un il ac ie ge po wh ow rs ot ly id sh oo mo ad ai pa ul su pr tt ke oc am wi ut av do ev ye ck br bo ir na fo ag im pl ay \
up ab ry ap op ss sp gr tu rt bl fi";
