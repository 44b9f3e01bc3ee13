# 밖에서 열린 것: 링크와 파일.
offered-title = 링크에서 이 요청을 열려고 해요
offered-server = 서버
offered-as = { $server }에 { $user } 계정으로 로그인됨
offered-none = 없음
offered-elsewhere = 다른 서버로 가는 요청이에요: { $server }
offered-no-token = { $server }의 액세스 토큰은 함께 보내지 않아요.
offered-profile = { $profile } 프로필용 링크인데, 지금은 { $server }에 로그인되어 있어요.
offered-not-sent = 보내기를 누르기 전에는 아무것도 보내지 않아요.
offered-behind = { $count ->
   *[other] { $count }개가 더 기다리고 있어요.
  }
offered-discard = 버리기
offered-open = 편집기에서 열기
offered-later = 링크에서 { $request } 요청을 열려고 해요
offered-later-text = 로그인한 뒤에 열지 물어볼게요.
from-link = { $request } 요청은 링크에서 왔고, 아직 보내지 않았어요.

bad-link = 링크를 열 수 없어요
bad-file = 파일을 열 수 없어요
bad-opening-file = 파일
bad-opening-field = 위치
bad-opening-found = 들어 있는 값
bad-opening-allowed = 쓸 수 있는 값
error-link-too-long = 링크가 너무 길어요.
error-link-action = Latchkey가 아는 링크가 아니에요.
error-link-parameter = 링크에 Latchkey가 모르는 항목이 있어요.
error-link-twice = 링크에 같은 항목이 두 번 있어요.
error-link-missing = 링크에 요청을 보낼 주소가 없어요.
error-link-encoding = 링크의 인코딩이 올바르지 않아요.
error-link-unseen = 링크에 보이지 않는 문자가 있어요.
error-link-url = 링크에 Latchkey가 호출할 수 있는 경로나 URL이 없어요.
error-link-header = 링크의 헤더는 이름, 콜론, 값 순서로 적어야 해요.
error-link-secret = 링크에는 토큰이나 비밀번호, 쿠키를 담을 수 없어요.
error-link-headers = 링크에 헤더가 너무 많아요.
error-link-json = 본문이 JSON이 아니에요.
error-link-media-type = 링크에는 JSON, 텍스트, 폼만 담을 수 있어요.
error-link-no-body = 링크에 본문의 종류는 있지만 본문이 없어요.
error-file-not-regular = 일반 파일이 아니에요.
error-file-too-large = 프로필이라기에는 파일이 너무 커요.
error-file-not-text = 텍스트 파일이 아니에요.
error-file-unwritable = 파일을 쓸 수 없어요. { $detail }

opened-over-title = { $file } 파일을 열까요?
opened-over-text = 지금 편집하는 프로필 자리에 열려요. 저장하지 않은 내용은 사라져요.
opened-over-yes = 파일 열기
import-profile = 파일에서 프로필 열기…
profile-export = 파일로 저장…
profile-exported = { $file } 파일에 저장했어요
profile-title-file = 파일에서 연 프로필
profile-from-file = { $file }에서 열었어요. 동의하기 전에는 저장하거나 사용하지 않아요.
profile-paths = 파일에 이 컴퓨터의 파일 경로가 적혀 있어요. 허용하기 전에는 읽지 않아요.
profile-path-use = 이 파일 사용
profile-reads = 이 프로필은 이 컴퓨터의 파일을 읽어요: { $files }
profile-elsewhere = 비밀번호와 토큰이 기본 URL이 아닌 다른 서버로도 가요: { $servers }
profile-unchecked = 이 프로필은 서버 인증서를 확인하지 않아요. 중간에서 누구나 비밀번호와 토큰을 가로챌 수 있어요.
