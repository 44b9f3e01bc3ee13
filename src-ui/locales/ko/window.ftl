# 모든 화면에서 함께 쓰는 문구.
starting = Latchkey를 시작하고 있어요…
no-shell = 이 페이지는 Latchkey 앱의 창이에요. Latchkey를 실행해 주세요.
shell-failed = 앱과 연결할 수 없어요. Latchkey를 다시 시작해 주세요.
dismiss = 닫기
theme-system = 테마: 시스템 설정
theme-light = 테마: 밝게
theme-dark = 테마: 어둡게
span-s = { $count }초
span-min = { $count }분
span-h = { $count }시간
span-d = { $count }일
