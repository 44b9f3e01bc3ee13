# 여러 세션
session-menu = 세션
add-session = 다른 서버에 로그인…
open-session = 세션 정보…
switch-to = { $profile } · { $user }(으)로 전환
other-session-over = { $profile }의 { $user } 세션이 종료됐어요
ending = 세션이 곧 완전히 끝나요
ending-about = 리프레시 토큰이 만료되면 더는 세션을 갱신할 수 없어요. 남은 시간:
ending-left = 세션이 완전히 끝나기까지
ending-sign-in = 다시 로그인…
back = 뒤로
close = 닫기
cancel = 취소

# 세션 창
session = 세션
panel-profile = 서버
panel-address = 주소
panel-user = 사용자
panel-since = 로그인한 시각
panel-access = 액세스 토큰
panel-refresh = 리프레시 토큰
panel-refreshes = 갱신
panel-log = 최근 갱신
refresh-cause-expired = 서버가 만료됐다고 답함
refresh-cause-ahead = 만료되기 전에
refresh-cause-asked = 직접 요청함
refresh-cause-elsewhere = 다른 프로세스가 갱신함
panel-claims = 액세스 토큰에 담긴 정보
panel-claims-none = 읽을 수 있는 정보가 없어요. JWT가 아니에요.
refresh-now = 지금 갱신
sign-out-everywhere = 모든 곳에서 로그아웃
sign-out-everywhere-hint = ‘로그아웃’은 이 컴퓨터에서 토큰을 지워요. ‘모든 곳에서 로그아웃’은 서버에도 이 토큰을 더 이상 받지 말라고 알려요.
kept-where = 토큰을 보관하는 곳
kept-keychain = 토큰은 시스템 키체인의 키로 암호화된 파일에 있어요.
kept-file = 토큰은 본인만 읽을 수 있는 파일에 있어요. 직접 선택해서 암호화하지 않았어요.
kept-file-off = 토큰은 본인만 읽을 수 있는 파일에 있어요. Latchkey에서 키체인이 꺼져 있어 암호화하지 않았어요.
kept-file-none = 토큰은 본인만 읽을 수 있는 파일에 있어요. 이 시스템에 쓸 수 있는 키체인이 없어 암호화하지 않았어요. { $detail }
kept-memory = 토큰은 메모리에만 있어요. 다시 시작하면 로그인해야 해요.
keep-keychain = 키체인으로 암호화한 파일
keep-keychain-hint = 권장해요. 파일을 복사해 가도 쓸 수 없어요.
keep-file = 암호화하지 않은 파일
keep-file-hint = 내 파일을 읽을 수 있는 사람은 토큰도 쓸 수 있어요.
keep-memory = 메모리
keep-memory-hint = 디스크에 아무것도 남기지 않아요. 다시 바꿀 때까지 모든 세션에 적용돼요.

# 저장된 프로필
client-secret = 클라이언트 비밀값
client-secret-hint = OAuth 클라이언트의 비밀값이에요. 프로필이 아니라 토큰과 함께 보관해요.
describe-server = 서버 설명 추가…
profile-edit = { $profile } 편집
profile-copy = { $profile } 복제
profile-remove = { $profile } 삭제
profile-remove-title = { $profile } 프로필을 삭제할까요?
profile-remove-text = 프로필 파일이 삭제돼요. 이 프로필로 로그인한 세션은 그대로 남아요.
profile-remove-yes = 삭제
